package org.ambergate.sandbox.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A Java program to run as a process of its own, on the class path of this one.
 *
 * @param mainClass its main class
 * @param jvmFlags flags before the main class, such as {@code -Xmx256m}
 * @param arguments arguments of the program
 * @param readyPrefix what the line begins with that the program prints on its standard output when it is ready
 * @param readyWithin how long to wait for that line
 * @param log file to append its output to, standard error too; the folder exists
 */
public record ChildProgram(
        String mainClass,
        List<String> jvmFlags,
        List<String> arguments,
        String readyPrefix,
        Duration readyWithin,
        Path log) {
    public ChildProgram {
        jvmFlags = List.copyOf(jvmFlags);
        arguments = List.copyOf(arguments);
    }
}

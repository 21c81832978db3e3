package org.ambergate.signing;

import java.nio.file.Path;
import java.util.List;

/** Asks for a PIN and tells what came of it, but not the PIN. */
final class PromptChild {
    private PromptChild() {}

    public static void main(String[] arguments) {
        try {
            char[] pin = PinSource.prompt("PIN?").read();
            int sum = 0;
            for (char c : pin) {
                sum += c;
            }
            System.out.println("the PIN has " + pin.length + " characters, sum " + sum);
        } catch (TokenException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }

    /** What starts this program with the class path of the tests. */
    static List<String> command() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return List.of(
                java.toString(),
                "-Xshare:auto",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                PromptChild.class.getName());
    }
}

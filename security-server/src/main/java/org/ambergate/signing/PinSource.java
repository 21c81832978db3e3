package org.ambergate.signing;

import java.io.Console;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Where the token's PIN comes from. */
@FunctionalInterface
public interface PinSource {
    /** The longest PIN; longer input is a wrong file rather than a PIN. */
    int PIN_CHARS_MAX = 1024;

    /**
     * Fetches the PIN. The caller wipes the array after use.
     *
     * @throws TokenException if there is none, or it is empty or too long; the text never holds the PIN
     */
    char[] read() throws TokenException;

    /** The first line of a file that only its owner can read. */
    static PinSource file(Path file) {
        return () -> {
            byte[] bytes = OwnerOnlyDirectory.readClosed(file);
            CharBuffer chars = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
            Arrays.fill(bytes, (byte) 0);
            try {
                return checked(firstLine(chars), "the file " + file);
            } finally {
                Arrays.fill(chars.array(), '\0');
            }
        };
    }

    /**
     * A variable of the environment. The platform keeps its own copy, which cannot be wiped: a file is better.
     *
     * @param environment normally {@code System.getenv()}
     * @param variable the variable's name
     */
    static PinSource environment(Map<String, String> environment, String variable) {
        return () -> {
            String value = environment.get(variable);
            if (value == null) {
                throw new TokenException("The environment has no variable " + variable + " with the token's PIN");
            }
            return checked(value.toCharArray(), "the environment variable " + variable);
        };
    }

    /** Asks at the terminal, without echo. */
    static PinSource prompt(String question) {
        return () -> checked(ask(question), "the terminal");
    }

    // From Java 22 on there is a console without a terminal too; then the PIN is read from the input, if there is any.
    @SuppressWarnings("SystemConsoleNull")
    private static char[] ask(String question) throws TokenException {
        Console console = System.console();
        char[] pin = console == null ? null : console.readPassword("%s ", question);
        if (pin == null) {
            throw new TokenException(
                    "There is no terminal to ask for the token's PIN; give it by file or environment variable");
        }
        return pin;
    }

    private static char[] firstLine(CharBuffer text) {
        int end = 0;
        while (end < text.limit() && text.get(end) != '\n' && text.get(end) != '\r') {
            end++;
        }
        char[] line = new char[end];
        text.get(line);
        return line;
    }

    /** Refuses what cannot be a PIN; wipes it in that case. */
    static char[] checked(char[] pin, String origin) throws TokenException {
        boolean printable = true;
        for (char c : pin) {
            printable &= c >= ' ' && c <= '~';
        }
        if (pin.length == 0 || pin.length > PIN_CHARS_MAX || !printable) {
            Arrays.fill(pin, '\0');
            throw new TokenException("The PIN from " + origin + " must have 1 to " + PIN_CHARS_MAX
                    + " characters, each a printable ASCII one");
        }
        return pin;
    }
}

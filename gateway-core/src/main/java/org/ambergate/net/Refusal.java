package org.ambergate.net;

import java.nio.charset.StandardCharsets;

/**
 * What a refused request is answered with.
 *
 * @param contentType the body's type
 * @param body small and fixed; never repeats what was received
 * @param fields further fields, for example {@code X-Road-Error}
 */
public record Refusal(String contentType, byte[] body, HttpFields fields) {
    /** Makes the body of a refusal. Runs on an event loop and must not block. */
    @FunctionalInterface
    public interface Writer {
        Refusal write(int status, String text);
    }

    /** The text as a line. */
    public static Refusal plain(String text) {
        return new Refusal(
                "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8), HttpFields.empty());
    }
}

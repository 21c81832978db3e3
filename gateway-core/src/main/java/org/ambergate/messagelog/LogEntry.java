package org.ambergate.messagelog;

/**
 * A message to be logged, with its body's bytes if they are to be kept.
 *
 * @param message what is known of it
 * @param content the body's bytes; used only if the body's state is {@link BodyState#KEPT}
 */
public record LogEntry(LoggedMessage message, BodyContent content) {
    /** A message whose body's bytes do not go into the log, or that has none. */
    public static LogEntry withoutBytes(LoggedMessage message) {
        return new LogEntry(message, BodyContent.none());
    }
}

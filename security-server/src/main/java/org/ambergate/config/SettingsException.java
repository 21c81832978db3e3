package org.ambergate.config;

/** A settings file that cannot be used; the message names the key and says what is expected. */
public final class SettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }
}

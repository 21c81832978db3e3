package org.ambergate.sandbox.bench;

import java.util.Locale;
import org.ambergate.sandbox.trustservices.KeyKind;

/** The names of key types on the command line and in results: {@code p256}, {@code rsa2048}. */
final class KeyTypes {
    private KeyTypes() {}

    static String label(KeyKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace("_", "");
    }

    /** @throws IllegalArgumentException if there is no such key type */
    static KeyKind parse(String label) {
        for (KeyKind kind : KeyKind.values()) {
            if (label(kind).equals(label)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("There is no key type " + label);
    }
}

package org.ambergate.sandbox.service;

import java.time.LocalDate;

/**
 * An invented person in the sample register.
 *
 * @param id the number in the register
 * @param name the full name
 * @param born the date of birth
 * @param residence the place of residence
 */
record Person(int id, String name, LocalDate born, String residence) {
    static final int TEXT_CHARS_MAX = 200;

    Person {
        requireText(name, "name");
        requireText(residence, "residence");
    }

    private static void requireText(String text, String what) {
        if (text.isBlank() || text.length() > TEXT_CHARS_MAX) {
            throw new IllegalArgumentException("A " + what + " has 1 to " + TEXT_CHARS_MAX + " characters");
        }
    }
}

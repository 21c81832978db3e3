package org.ambergate.message;

/**
 * A header line of a REST head.
 *
 * @param name the name with its original spelling
 * @param value the value without surrounding white space
 */
public record Field(String name, String value) {}

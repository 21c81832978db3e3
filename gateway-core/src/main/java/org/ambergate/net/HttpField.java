package org.ambergate.net;

/**
 * One HTTP header field as received or to be sent.
 *
 * @param name the name with its original spelling
 * @param value the value without surrounding white space
 */
public record HttpField(String name, String value) {}

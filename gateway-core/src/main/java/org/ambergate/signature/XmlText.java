package org.ambergate.signature;

/**
 * Text between tags, references resolved.
 *
 * @param value the characters; never empty, and never followed by another text
 */
record XmlText(String value) implements XmlNode {}

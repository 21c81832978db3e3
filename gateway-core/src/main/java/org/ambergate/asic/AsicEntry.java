package org.ambergate.asic;

/**
 * One entry of a container. The array is shared, not copied: whoever holds it must not write to it.
 *
 * @param name its name, plain and relative
 * @param content its bytes, unpacked
 * @param stored whether it stands in the file uncompressed and without extra fields
 */
public record AsicEntry(String name, byte[] content, boolean stored) {}

package org.ambergate.asic;

/**
 * Where an entry stands in the file.
 *
 * @param header what both of its headers say
 * @param dataStart the first byte of its data
 * @param extraBytes length of the extra field in its local header
 */
record ZipEntryPlace(ZipHeader header, int dataStart, int extraBytes) {}

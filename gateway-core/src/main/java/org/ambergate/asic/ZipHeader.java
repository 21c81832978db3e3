package org.ambergate.asic;

/**
 * What the central directory says about an entry (APPNOTE 6.3.10, section 4.3.12).
 *
 * @param name the name, checked
 * @param flags general purpose bits
 * @param method 0 for stored, 8 for deflated
 * @param time modification time and date as they stand there
 * @param checksum CRC-32 of the content
 * @param packed length of the data in the file
 * @param unpacked length of the content
 * @param offset where its local header stands
 */
record ZipHeader(String name, int flags, int method, int time, int checksum, int packed, int unpacked, int offset) {
    private static final int DATA_DESCRIPTOR = 1 << 3;

    boolean isStored() {
        return method == 0;
    }

    /** Whether checksum and lengths stand behind the data. */
    boolean hasDescriptor() {
        return (flags & DATA_DESCRIPTOR) != 0;
    }
}

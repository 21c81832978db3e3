package org.ambergate.asic;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Walks from entry to entry as a reader of a stream would, and compares what it meets with the central directory. */
final class ZipLocalHeaders {
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int DESCRIPTOR_BYTES = 12;
    private static final int SIGNATURE_BYTES = 4;

    private final ByteBuffer file;
    private final int end;

    private ZipLocalHeaders(ByteBuffer file, int end) {
        this.file = file;
        this.end = end;
    }

    /**
     * The places of the entries, which fill the file from its first byte.
     *
     * @param end the first byte of the central directory
     */
    static List<ZipEntryPlace> places(ByteBuffer file, List<ZipHeader> headers, int end) throws ContainerRefused {
        ZipLocalHeaders walk = new ZipLocalHeaders(file, end);
        List<ZipEntryPlace> places = new ArrayList<>(headers.size());
        int at = 0;
        for (ZipHeader header : headers) {
            checkOffset(header.offset(), at);
            ZipEntryPlace place = walk.place(header);
            places.add(place);
            at = walk.endOf(place);
        }
        checkOffset(end, at);
        return places;
    }

    private static void checkOffset(int offset, int expected) throws ContainerRefused {
        if (offset < expected) {
            throw new ContainerRefused(
                    FindingCode.OVERLAPPING_ENTRIES, "An entry begins before the one in front of it ends");
        }
        if (offset > expected) {
            throw new ContainerRefused(
                    FindingCode.SURROUNDING_DATA, "Bytes between the entries belong to none that is listed");
        }
    }

    private ZipEntryPlace place(ZipHeader header) throws ContainerRefused {
        int at = header.offset();
        if (end - at < LOCAL_BYTES || file.getInt(at) != LOCAL) {
            throw mismatch(header, "has no local header");
        }
        int nameBytes = u16(at + 26);
        int extraBytes = u16(at + 28);
        if (end - at - LOCAL_BYTES < nameBytes + extraBytes + header.packed()) {
            throw mismatch(header, "reaches into the central directory");
        }
        byte[] name = new byte[nameBytes];
        file.get(at + LOCAL_BYTES, name);
        boolean same = new String(name, StandardCharsets.ISO_8859_1).equals(header.name())
                && u16(at + 6) == header.flags()
                && u16(at + 8) == header.method()
                && file.getInt(at + 10) == header.time()
                && sizesFit(header, at + 14);
        if (!same) {
            throw mismatch(header, "has two headers that differ");
        }
        ZipExtraFields.check(file, at + LOCAL_BYTES + nameBytes, extraBytes);
        return new ZipEntryPlace(header, at + LOCAL_BYTES + nameBytes + extraBytes, extraBytes);
    }

    /** Checksum and lengths; a header whose descriptor follows may leave them out. */
    private boolean sizesFit(ZipHeader header, int at) {
        boolean equal = file.getInt(at) == header.checksum()
                && file.getInt(at + 4) == header.packed()
                && file.getInt(at + 8) == header.unpacked();
        boolean empty = file.getInt(at) == 0 && file.getInt(at + 4) == 0 && file.getInt(at + 8) == 0;
        return equal || (empty && header.hasDescriptor());
    }

    /** The first byte behind an entry's data and its descriptor, which may or may not begin with a signature. */
    private int endOf(ZipEntryPlace place) throws ContainerRefused {
        ZipHeader header = place.header();
        int at = place.dataStart() + header.packed();
        if (!header.hasDescriptor()) {
            return at;
        }
        if (end - at >= DESCRIPTOR_BYTES + SIGNATURE_BYTES
                && file.getInt(at) == DESCRIPTOR
                && describes(header, at + SIGNATURE_BYTES)) {
            return at + SIGNATURE_BYTES + DESCRIPTOR_BYTES;
        }
        if (end - at >= DESCRIPTOR_BYTES && describes(header, at)) {
            return at + DESCRIPTOR_BYTES;
        }
        throw mismatch(header, "is not described behind its data as in the central directory");
    }

    private boolean describes(ZipHeader header, int at) {
        return file.getInt(at) == header.checksum()
                && file.getInt(at + 4) == header.packed()
                && file.getInt(at + 8) == header.unpacked();
    }

    private int u16(int at) {
        return file.getShort(at) & 0xFFFF;
    }

    private static ContainerRefused mismatch(ZipHeader header, String what) {
        return new ContainerRefused(FindingCode.HEADER_MISMATCH, "The entry " + header.name() + " " + what);
    }
}

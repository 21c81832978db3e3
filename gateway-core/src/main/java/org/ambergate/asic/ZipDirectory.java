package org.ambergate.asic;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A strict walk over a ZIP file (APPNOTE 6.3.10). Entries stand one behind the other from the first byte, then the
 * central directory lists them in that order, then comes the end record, and its comment ends the file. So every byte has
 * one meaning, and readers that begin at either end see the same. No ZIP64, encryption, volumes or other methods than
 * stored and deflated.
 */
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int COMMENT_BYTES_MAX = 0xFFFF;
    private static final int CENTRAL = 0x02014b50;
    private static final int CENTRAL_BYTES = 46;
    /** Bits of flags that may be set: deflate's speed, data descriptor, UTF-8 names. */
    private static final int FLAGS_ALLOWED = 0x080E;

    private static final int VERSION_MAX = 20;
    private static final int DEFLATED = 8;
    private static final int UNIX = 3;
    private static final int FILE_TYPE = 0xF000;
    private static final int REGULAR_FILE = 0x8000;
    private static final int DOS_DIRECTORY = 0x10;

    private final ByteBuffer file;
    private final AsicLimits limits;
    private final ZipNames names = new ZipNames();

    ZipDirectory(byte[] file, AsicLimits limits) {
        this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        this.limits = limits;
    }

    /** The entries, headers compared, sizes within the limits; their content is not looked at. */
    List<ZipEntryPlace> entries() throws ContainerRefused {
        int end = end();
        int count = u16(end + 10);
        long size = u32(end + 12);
        long start = u32(end + 16);
        boolean single = u16(end + 4) == 0 && u16(end + 6) == 0 && u16(end + 8) == count;
        if (!single || count == 0xFFFF || size == 0xFFFFFFFFL || start == 0xFFFFFFFFL) {
            throw unsupported("The ZIP file has several volumes or is in the ZIP64 format");
        }
        if (count > limits.entriesMax()) {
            throw new ContainerRefused(
                    FindingCode.TOO_MANY_ENTRIES, "The container has more than " + limits.entriesMax() + " entries");
        }
        if (start + size != end) {
            throw surrounding("The central directory does not end where the end record begins");
        }
        List<ZipHeader> headers = headers((int) start, count, end);
        return ZipLocalHeaders.places(file, headers, (int) start);
    }

    /** The one place from which an end record reaches exactly to the end of the file. */
    private int end() throws ContainerRefused {
        int found = -1;
        int lowest = Math.max(0, file.capacity() - END_BYTES - COMMENT_BYTES_MAX);
        boolean any = false;
        for (int at = file.capacity() - END_BYTES; at >= lowest; at--) {
            if (file.getInt(at) != END) {
                continue;
            }
            any = true;
            if (at + END_BYTES + u16(at + 20) == file.capacity()) {
                if (found >= 0) {
                    throw surrounding("The file has two ends");
                }
                found = at;
            }
        }
        if (found < 0) {
            throw any
                    ? surrounding("Bytes follow the end of the ZIP file")
                    : new ContainerRefused(FindingCode.NOT_A_CONTAINER, "The file has no end record of a ZIP file");
        }
        return found;
    }

    private List<ZipHeader> headers(int start, int count, int end) throws ContainerRefused {
        List<ZipHeader> headers = new ArrayList<>(count);
        int at = start;
        long total = 0;
        for (int i = 0; i < count; i++) {
            if (at > end - CENTRAL_BYTES || file.getInt(at) != CENTRAL) {
                throw new ContainerRefused(FindingCode.NOT_A_CONTAINER, "The central directory ends too early");
            }
            int nameBytes = u16(at + 28);
            int extraBytes = u16(at + 30);
            int next = at + CENTRAL_BYTES + nameBytes + extraBytes + u16(at + 32);
            if (next > end) {
                throw new ContainerRefused(FindingCode.NOT_A_CONTAINER, "The central directory ends too early");
            }
            ZipHeader header = header(at, nameBytes, start);
            ZipExtraFields.check(file, at + CENTRAL_BYTES + nameBytes, extraBytes);
            total += header.unpacked();
            checkSize(header, total);
            headers.add(header);
            at = next;
        }
        if (at != end) {
            throw surrounding("Bytes stand behind the central directory");
        }
        return headers;
    }

    private ZipHeader header(int at, int nameBytes, int limit) throws ContainerRefused {
        int flags = u16(at + 8);
        int method = u16(at + 10);
        long packed = u32(at + 20);
        long unpacked = u32(at + 24);
        long offset = u32(at + 42);
        boolean known = (flags & ~FLAGS_ALLOWED) == 0
                && (method == 0 || method == DEFLATED)
                && u16(at + 6) <= VERSION_MAX
                && u16(at + 34) == 0
                && isRegular(u16(at + 4) >> 8, u32(at + 38));
        boolean streamedStore = method == 0 && (flags & 1 << 3) != 0;
        if (!known || streamedStore) {
            throw unsupported("An entry is encrypted, no regular file, or packed in a way that containers never use");
        }
        if (unpacked > limits.contentBytesMax()) {
            throw tooLarge();
        }
        if (packed > limit || offset > limit || (method == 0 && packed != unpacked)) {
            throw new ContainerRefused(FindingCode.HEADER_MISMATCH, "An entry's lengths cannot be true");
        }
        return new ZipHeader(
                name(at + CENTRAL_BYTES, nameBytes),
                flags,
                method,
                file.getInt(at + 12),
                file.getInt(at + 16),
                (int) packed,
                (int) unpacked,
                (int) offset);
    }

    private String name(int at, int length) throws ContainerRefused {
        if (length > AsicLimits.NAME_BYTES_MAX) {
            throw new ContainerRefused(
                    FindingCode.NAME_TOO_LONG,
                    "An entry's name is longer than " + AsicLimits.NAME_BYTES_MAX + " bytes");
        }
        String name = new String(file.array(), at, length, StandardCharsets.ISO_8859_1);
        names.add(name);
        return name;
    }

    private void checkSize(ZipHeader header, long total) throws ContainerRefused {
        if (total > limits.contentBytesMax()) {
            throw tooLarge();
        }
        boolean large = header.unpacked() > AsicLimits.RATIO_FREE_BYTES;
        if (large && header.unpacked() > (long) AsicLimits.RATIO_MAX * header.packed()) {
            throw new ContainerRefused(
                    FindingCode.COMPRESSION_RATIO,
                    "The entry " + header.name() + " expands more than " + AsicLimits.RATIO_MAX + " times");
        }
    }

    /** Links and devices exist for Unix only; a directory has a DOS bit too. */
    private static boolean isRegular(int system, long attributes) {
        int type = (int) (attributes >>> 16) & FILE_TYPE;
        boolean unixFile = system != UNIX || type == 0 || type == REGULAR_FILE;
        return unixFile && (attributes & DOS_DIRECTORY) == 0;
    }

    private ContainerRefused tooLarge() {
        return new ContainerRefused(
                FindingCode.CONTAINER_TOO_LARGE,
                "The entries are longer than " + limits.contentBytesMax() + " bytes together");
    }

    private int u16(int at) {
        return file.getShort(at) & 0xFFFF;
    }

    private long u32(int at) {
        return file.getInt(at) & 0xFFFFFFFFL;
    }

    private static ContainerRefused surrounding(String detail) {
        return new ContainerRefused(FindingCode.SURROUNDING_DATA, detail);
    }

    private static ContainerRefused unsupported(String detail) {
        return new ContainerRefused(FindingCode.UNSUPPORTED_ZIP, detail);
    }
}

package org.ambergate.asic;

/**
 * How much a container may be. A reader holds the file and its unpacked entries in memory, so it needs at most their sum.
 *
 * @param fileBytesMax longest file
 * @param contentBytesMax longest sum of all entries, unpacked
 * @param entriesMax most entries
 */
public record AsicLimits(int fileBytesMax, int contentBytesMax, int entriesMax) {
    /** Longest name of an entry, bytes. */
    public static final int NAME_BYTES_MAX = 255;
    /** Most bytes that one byte of an entry may unpack to, once the entry has {@link #RATIO_FREE_BYTES}. */
    public static final int RATIO_MAX = 100;
    /** Entries up to this length may unpack from anything: a body of one repeated byte is legitimate. */
    public static final int RATIO_FREE_BYTES = 256 * 1024;

    /** What a limit on bytes can be at most: 1 GiB. */
    public static final int BYTES_MAX = 1 << 30;

    private static final int MIB = 1024 * 1024;

    /** 24 MiB, room for a body of 10 MiB (X-Road's own default limit) in either form; 64 entries. */
    public static final AsicLimits DEFAULT = new AsicLimits(24 * MIB, 24 * MIB, 64);

    public AsicLimits {
        if (fileBytesMax < 1 || contentBytesMax < 1 || entriesMax < 1) {
            throw new IllegalArgumentException("A limit is at least 1");
        }
        if (fileBytesMax > BYTES_MAX || contentBytesMax > BYTES_MAX) {
            throw new IllegalArgumentException("No container is longer than " + BYTES_MAX + " bytes");
        }
    }

    /** The same limits with another size for file and content. */
    public AsicLimits withBytesMax(int bytes) {
        return new AsicLimits(bytes, bytes, entriesMax);
    }
}

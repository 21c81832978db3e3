package org.ambergate.asic;

import java.nio.ByteBuffer;
import java.util.Set;

/** The extra fields of headers: times and owners are passed over; what changes a name or a length is refused. */
final class ZipExtraFields {
    /** NTFS times, extended time-stamps, Info-ZIP's owners (old and new). */
    private static final Set<Integer> HARMLESS = Set.of(0x000A, 0x5455, 0x7855, 0x7875);

    private ZipExtraFields() {}

    static void check(ByteBuffer file, int start, int length) throws ContainerRefused {
        int at = start;
        int end = start + length;
        while (at < end) {
            boolean fits = end - at >= 4 && (file.getShort(at + 2) & 0xFFFF) <= end - at - 4;
            if (!fits || !HARMLESS.contains(file.getShort(at) & 0xFFFF)) {
                throw new ContainerRefused(
                        FindingCode.UNSUPPORTED_ZIP, "An entry has an extra field that containers never have");
            }
            at += 4 + (file.getShort(at + 2) & 0xFFFF);
        }
    }
}

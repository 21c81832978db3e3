package org.ambergate.asic;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks an entry: exactly the announced bytes from exactly the announced bytes. */
final class EntryContent {
    private EntryContent() {}

    static byte[] of(byte[] file, ZipEntryPlace place) throws ContainerRefused {
        ZipHeader header = place.header();
        byte[] content = header.isStored()
                ? Arrays.copyOfRange(file, place.dataStart(), place.dataStart() + header.packed())
                : inflate(file, place);
        CRC32 checksum = new CRC32();
        checksum.update(content);
        if ((int) checksum.getValue() != header.checksum()) {
            throw corrupt(header, "has a wrong checksum");
        }
        return content;
    }

    private static byte[] inflate(byte[] file, ZipEntryPlace place) throws ContainerRefused {
        ZipHeader header = place.header();
        // One byte more than announced, so that a stream that goes on is noticed.
        byte[] out = new byte[header.unpacked() + 1];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(file, place.dataStart(), header.packed());
            int length = 0;
            while (!inflater.finished()) {
                int step = inflater.inflate(out, length, out.length - length);
                length += step;
                if (step == 0 && !inflater.finished()) {
                    throw corrupt(header, "is longer or shorter than announced");
                }
            }
            if (length != header.unpacked() || inflater.getBytesRead() != header.packed()) {
                throw corrupt(header, "is longer or shorter than announced");
            }
            return Arrays.copyOf(out, length);
        } catch (DataFormatException e) {
            throw corrupt(header, "cannot be unpacked");
        } finally {
            inflater.end();
        }
    }

    private static ContainerRefused corrupt(ZipHeader header, String what) {
        return new ContainerRefused(FindingCode.CORRUPT_ENTRY, "The entry " + header.name() + " " + what);
    }
}

package org.ambergate.differential;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Changes containers at random: bytes of the file; and, with a ZIP file that is right again, bytes, texts and order of its
 * entries. Owned by one thread.
 */
final class ContainerMutator {
    private final Random random;
    private final List<byte[]> containers;

    /** One file in a container. */
    record Entry(String name, byte[] content) {}

    /** A change and what it was. */
    record Mutant(String change, byte[] original, byte[] file) {}

    ContainerMutator(long seed, List<byte[]> containers) {
        this.random = new Random(seed);
        this.containers = containers;
    }

    Mutant next() {
        byte[] file = containers.get(random.nextInt(containers.size()));
        int choice = random.nextInt(12);
        if (choice == 0) {
            return new Mutant("byte of the file", file, flipped(file));
        }
        if (choice == 1) {
            int length = random.nextInt(file.length + 40);
            return new Mutant("length of the file", file, Arrays.copyOf(file, length));
        }
        List<Entry> entries = entries(file);
        int at = random.nextInt(entries.size());
        return new Mutant(change(choice, entries, at), file, zipped(entries));
    }

    private String change(int choice, List<Entry> entries, int at) {
        Entry entry = entries.get(at);
        switch (choice) {
            case 2 -> {
                entries.remove(at);
                return "without " + entry.name();
            }
            case 3 -> {
                Collections.swap(entries, at, random.nextInt(entries.size()));
                return "order of entries";
            }
            case 4 -> {
                entries.add(random.nextInt(entries.size() + 1), new Entry("added-" + at, flipped(entry.content())));
                return "an entry more";
            }
            case 5 -> {
                List<Entry> others = entries(containers.get(random.nextInt(containers.size())));
                byte[] other = others.get(Math.min(at, others.size() - 1)).content();
                entries.set(at, new Entry(entry.name(), other));
                return entry.name() + " of another container";
            }
            default -> {
                entries.set(at, new Entry(entry.name(), content(choice, entry.content())));
                return entry.name() + " changed in way " + choice;
            }
        }
    }

    private byte[] content(int choice, byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int at = random.nextInt(text.length() + 1);
        String changed = switch (choice) {
            case 6 -> text.substring(0, at) + text.substring(Math.min(text.length(), at + 1 + random.nextInt(40)));
            case 7 -> text.substring(0, at) + text.substring(random.nextInt(at + 1), at) + text.substring(at);
            case 8 -> replaced(text, at, "><", List.of("> <", ">\n<", "><!--c--><", "><?p i?><"));
            case 9 -> replaced(text, at, "=\"", List.of(" =\"", "= \"", "=\"x", "=\" "));
            case 10 -> replaced(text, at, ">", List.of(" >", "/>", ">A", ">&#65;"));
            default -> new String(flipped(content), StandardCharsets.ISO_8859_1);
        };
        return changed.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The first occurrence from some place on becomes another text. */
    private String replaced(String text, int from, String old, List<String> others) {
        int found = text.indexOf(old, from);
        if (found < 0) {
            return text + others.get(0);
        }
        return text.substring(0, found)
                + others.get(random.nextInt(others.size()))
                + text.substring(found + old.length());
    }

    private byte[] flipped(byte[] content) {
        if (content.length == 0) {
            return new byte[] {1};
        }
        byte[] changed = content.clone();
        changed[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
        return changed;
    }

    /** The files in a container. */
    static List<Entry> entries(byte[] file) {
        List<Entry> entries = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.add(new Entry(entry.getName(), in.readAllBytes()));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return entries;
    }

    private static byte[] zipped(List<Entry> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            zip.setComment("mimetype=application/vnd.etsi.asic-e+zip");
            for (Entry entry : entries) {
                CRC32 checksum = new CRC32();
                checksum.update(entry.content());
                ZipEntry header = new ZipEntry(entry.name());
                header.setTimeLocal(java.time.LocalDateTime.of(2026, 11, 23, 12, 0));
                header.setSize(entry.content().length);
                header.setCompressedSize(entry.content().length);
                header.setCrc(checksum.getValue());
                zip.putNextEntry(header);
                zip.write(entry.content());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }
}

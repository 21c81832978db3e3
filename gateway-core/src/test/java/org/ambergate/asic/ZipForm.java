package org.ambergate.asic;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** ZIP files made field by field, also such as no library would write. */
final class ZipForm {
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final List<byte[]> central = new ArrayList<>();
    private String comment = "";

    /**
     * One entry.
     *
     * @param packed the data as it stands in the file
     * @param unpacked the length that the headers announce
     */
    record Item(
            String localName,
            String centralName,
            byte[] packed,
            int method,
            int flags,
            int checksum,
            int unpacked,
            int system,
            int attributes,
            byte[] extra) {
        static Item stored(String name, byte[] content) {
            return new Item(name, name, content, 0, 0, crc(content), content.length, 0, 0, new byte[0]);
        }

        static Item deflated(String name, byte[] content) {
            return new Item(name, name, deflate(content), 8, 0, crc(content), content.length, 0, 0, new byte[0]);
        }

        Item named(String local, String listed) {
            return new Item(local, listed, packed, method, flags, checksum, unpacked, system, attributes, extra);
        }

        Item announcing(int length) {
            return new Item(localName, centralName, packed, method, flags, checksum, length, system, attributes, extra);
        }

        Item ofUnixMode(int mode) {
            return new Item(localName, centralName, packed, method, flags, checksum, unpacked, 3, mode << 16, extra);
        }

        Item withFlags(int bits) {
            return new Item(
                    localName, centralName, packed, method, bits, checksum, unpacked, system, attributes, extra);
        }

        Item withExtra(byte... field) {
            return new Item(
                    localName, centralName, packed, method, flags, checksum, unpacked, system, attributes, field);
        }
    }

    static ZipForm of(List<AsicEntry> entries) {
        ZipForm form = new ZipForm();
        entries.forEach(entry -> form.add(Item.stored(entry.name(), entry.content())));
        return form;
    }

    /** An empty container: the MIME type alone. */
    static ZipForm container() {
        return new ZipForm()
                .add(Item.stored(
                        AsicContainer.MIME_TYPE_ENTRY, AsicContainer.MIME_TYPE.getBytes(StandardCharsets.US_ASCII)));
    }

    ZipForm add(Item item) {
        int offset = file.size();
        local(item);
        list(item, offset);
        return this;
    }

    /** A local header and data, which the central directory does not list. */
    ZipForm local(Item item) {
        byte[] name = item.localName().getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer header = buffer(30);
        header.putInt(0x04034b50).putShort((short) 20).putShort((short) item.flags());
        header.putShort((short) item.method()).putInt(0).putInt(item.checksum());
        header.putInt(item.packed().length).putInt(item.unpacked());
        header.putShort((short) name.length).putShort((short) item.extra().length);
        file.writeBytes(bytesOf(header));
        file.writeBytes(name);
        file.writeBytes(item.extra());
        file.writeBytes(item.packed());
        return this;
    }

    /** A line of the central directory. */
    ZipForm list(Item item, int offset) {
        byte[] name = item.centralName().getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer header = buffer(46 + name.length);
        header.putInt(0x02014b50).put((byte) 20).put((byte) item.system());
        header.putShort((short) 20).putShort((short) item.flags()).putShort((short) item.method());
        header.putInt(0).putInt(item.checksum()).putInt(item.packed().length).putInt(item.unpacked());
        header.putShort((short) name.length)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0);
        header.putShort((short) 0).putInt(item.attributes()).putInt(offset).put(name);
        central.add(bytesOf(header));
        return this;
    }

    ZipForm raw(byte... bytes) {
        file.writeBytes(bytes);
        return this;
    }

    ZipForm commented(String text) {
        comment = text;
        return this;
    }

    byte[] bytes() {
        return bytes(central.size());
    }

    /** With an end record that announces so many entries. */
    byte[] bytes(int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(file.toByteArray());
        central.forEach(out::writeBytes);
        int size = central.stream().mapToInt(line -> line.length).sum();
        ByteBuffer end = buffer(22);
        end.putInt(0x06054b50).putInt(0).putShort((short) count).putShort((short) count);
        end.putInt(size).putInt(file.size()).putShort((short) comment.length());
        out.writeBytes(bytesOf(end));
        out.writeBytes(comment.getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bytesOf(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }

    private static int crc(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return (int) crc.getValue();
    }

    private static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] step = new byte[8192];
        while (!deflater.finished()) {
            out.write(step, 0, deflater.deflate(step));
        }
        deflater.end();
        return out.toByteArray();
    }
}

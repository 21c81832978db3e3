package org.ambergate.asic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ambergate.asic.ZipForm.Item;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader refuses, each for its own reason (threats T-80, T-81, T-82, T-84). */
final class StrictReaderTest {
    private static final byte[] A = "a".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "a/../../x",
                "/etc/passwd",
                "//x",
                "a//b",
                "a/",
                "./a",
                "a\\b",
                "C:a",
                "C:\\a",
                "con",
                "NUL.txt",
                "a/Aux.xml",
                "com1",
                "a.",
                "a ",
                "a\u0000b",
                "a\nb",
                "\u00e4",
                ""
            })
    void namesThatLeadElsewhereOrAreNotPlainAreRefused(String name) {
        refused(FindingCode.UNSAFE_NAME, container(Item.stored(name, A)).bytes());
    }

    @Test
    void linksAndDirectoriesAreRefused() {
        Item link = Item.stored("link", "../../etc/passwd".getBytes(StandardCharsets.US_ASCII));

        refused(FindingCode.UNSUPPORTED_ZIP, container(link.ofUnixMode(0120777)).bytes());
        refused(FindingCode.UNSUPPORTED_ZIP, container(link.ofUnixMode(040755)).bytes());
        accepted(container(link.ofUnixMode(0100644)).bytes());
    }

    @Test
    void duplicatesAndCaseVariantsAreRefused() {
        refused(
                FindingCode.DUPLICATE_ENTRY,
                container(Item.stored("x", A), Item.stored("x", A)).bytes());
        refused(
                FindingCode.CASE_VARIANT_ENTRY,
                container(Item.stored("x", A), Item.stored("X", A)).bytes());
    }

    @Test
    void headersThatDifferAreRefused() {
        Item item = Item.deflated("message.xml", A);

        refused(
                FindingCode.HEADER_MISMATCH,
                container(item.named("message.xmk", "message.xml")).bytes());
        ZipForm flags = ZipForm.container();
        int offset = ZipForm.container().bytes(0).length - 22 - listed(1);
        refused(
                FindingCode.HEADER_MISMATCH,
                flags.local(item).list(item.withFlags(2), offset).bytes());
        ZipForm length = ZipForm.container();
        refused(
                FindingCode.HEADER_MISMATCH,
                length.local(item).list(item.announcing(2), offset).bytes());
    }

    @Test
    void anEntryThatIsNotListedIsRefused() {
        refused(
                FindingCode.SURROUNDING_DATA,
                ZipForm.container().local(Item.stored("hidden", A)).bytes());
        refused(
                FindingCode.SURROUNDING_DATA,
                ZipForm.container()
                        .local(Item.stored("hidden", A))
                        .add(Item.stored("x", A))
                        .bytes());
    }

    @Test
    void dataBeforeBetweenAndBehindIsRefused() {
        byte[] file = container(Item.stored("x", A)).bytes();
        byte[] behind = Arrays.copyOf(file, file.length + 1);

        refused(FindingCode.SURROUNDING_DATA, behind);
        refused(
                FindingCode.SURROUNDING_DATA,
                new ZipForm().raw(A).add(Item.stored("x", A)).bytes());
        refused(
                FindingCode.SURROUNDING_DATA,
                ZipForm.container().raw(A).add(Item.stored("x", A)).bytes());
        refused(FindingCode.SURROUNDING_DATA, ZipForm.container().raw(A).bytes());
    }

    @Test
    void bytesInFrontOfAWholeFileAreRefused() {
        byte[] file = container(Item.stored("x", A)).bytes();
        byte[] shifted = new byte[file.length + 1];
        System.arraycopy(file, 0, shifted, 1, file.length);

        refused(FindingCode.SURROUNDING_DATA, shifted);
    }

    @Test
    void aSecondEndInTheCommentIsRefused() {
        byte[] inner = new ZipForm().bytes();

        refused(
                FindingCode.SURROUNDING_DATA,
                ZipForm.container()
                        .commented(new String(inner, StandardCharsets.ISO_8859_1))
                        .bytes());
    }

    @Test
    void overlappingEntriesAreRefused() {
        Item item = Item.stored("x", A);
        ZipForm form = ZipForm.container().add(item);

        refused(
                FindingCode.OVERLAPPING_ENTRIES,
                form.list(item.named("x", "y"), 0).bytes());
    }

    @Test
    void whatTheFormatNeverUsesIsRefused() {
        Item item = Item.stored("x", A);

        refused(FindingCode.UNSUPPORTED_ZIP, container(item.withFlags(1)).bytes());
        refused(FindingCode.UNSUPPORTED_ZIP, container(item.withFlags(8)).bytes());
        refused(
                FindingCode.UNSUPPORTED_ZIP,
                container(item.withExtra((byte) 0x75, (byte) 0x70, (byte) 0, (byte) 0))
                        .bytes());
        refused(FindingCode.UNSUPPORTED_ZIP, container(item.withExtra((byte) 1)).bytes());
        accepted(container(item.withExtra((byte) 0x55, (byte) 0x54, (byte) 1, (byte) 0, (byte) 7))
                .bytes());
        refused(FindingCode.UNSUPPORTED_ZIP, ZipForm.container().bytes(0xFFFF));
    }

    @Test
    void contentThatIsNotAsAnnouncedIsRefused() {
        byte[] text = "some text, some text".getBytes(StandardCharsets.US_ASCII);
        Item item = Item.deflated("x", text);

        refused(
                FindingCode.CORRUPT_ENTRY,
                container(item.announcing(text.length - 1)).bytes());
        refused(
                FindingCode.CORRUPT_ENTRY,
                container(item.announcing(text.length + 1)).bytes());
        byte[] longer = Arrays.copyOf(item.packed(), item.packed().length + 1);
        refused(
                FindingCode.CORRUPT_ENTRY,
                container(new Item("x", "x", longer, 8, 0, item.checksum(), text.length, 0, 0, new byte[0]))
                        .bytes());
        refused(
                FindingCode.CORRUPT_ENTRY,
                container(new Item("x", "x", A, 0, 0, 7, 1, 0, 0, new byte[0])).bytes());
    }

    @Test
    void aBombIsRefusedByWhatItAnnounces() {
        Item bomb = Item.deflated("x", new byte[4 * 1024 * 1024]);

        refused(FindingCode.COMPRESSION_RATIO, container(bomb).bytes());
        refused(
                FindingCode.CONTAINER_TOO_LARGE,
                container(bomb.announcing(1 << 30)).bytes());
        refused(FindingCode.CORRUPT_ENTRY, container(bomb.announcing(1000)).bytes());
    }

    @Test
    void sizesCountTogetherUpToTheLimit() throws ContainerRefused {
        byte[] file = container(Item.stored("x", new byte[100]), Item.stored("y", new byte[100]))
                .bytes();
        int content = AsicContainer.MIME_TYPE.length() + 200;

        assertThat(AsicContainer.read(file, new AsicLimits(file.length, content, 3))
                        .entries())
                .hasSize(3);
        refused(FindingCode.CONTAINER_TOO_LARGE, file, new AsicLimits(file.length, content - 1, 3));
        refused(FindingCode.CONTAINER_TOO_LARGE, file, new AsicLimits(file.length - 1, content, 3));
        refused(FindingCode.TOO_MANY_ENTRIES, file, new AsicLimits(file.length, content, 2));
    }

    @Test
    void namesUpToTheLimitAreRead() {
        accepted(
                container(Item.stored("n".repeat(AsicLimits.NAME_BYTES_MAX), A)).bytes());
        refused(
                FindingCode.NAME_TOO_LONG,
                container(Item.stored("n".repeat(AsicLimits.NAME_BYTES_MAX + 1), A))
                        .bytes());
    }

    @Test
    void manyEntriesAreRefusedByTheirCount() {
        refused(FindingCode.TOO_MANY_ENTRIES, ZipForm.container().bytes(65));
        refused(FindingCode.TOO_MANY_ENTRIES, ZipForm.container().bytes(0xFFFE));
    }

    @Test
    void aMimeTypeMissingLateCompressedOrWrongIsFound() {
        Item type =
                Item.stored(AsicContainer.MIME_TYPE_ENTRY, AsicContainer.MIME_TYPE.getBytes(StandardCharsets.US_ASCII));

        assertThat(mimeType(new ZipForm().add(Item.stored("x", A))))
                .containsExactly(FindingCode.ASIC_MIME_TYPE_NOT_FOUND);
        assertThat(mimeType(new ZipForm().add(Item.stored("x", A)).add(type)))
                .containsExactly(FindingCode.ASIC_MIME_TYPE_NOT_FOUND);
        assertThat(mimeType(new ZipForm().add(Item.stored("mimetype", A))))
                .containsExactly(FindingCode.ASIC_INVALID_MIME_TYPE);
        assertThat(mimeType(new ZipForm()
                        .add(Item.deflated("mimetype", AsicContainer.MIME_TYPE.getBytes(StandardCharsets.US_ASCII)))))
                .containsExactly(FindingCode.MIME_TYPE_COMPRESSED);
        assertThat(mimeType(ZipForm.container())).isEmpty();
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] file = RecordedContainers.file("ss1/fix-nonbatch-get.request.asice");
        for (int length = 0; length < file.length; length++) {
            byte[] shorter = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> AsicContainer.read(shorter, AsicLimits.DEFAULT))
                    .isInstanceOf(ContainerRefused.class);
        }
    }

    /** Times, comments and versions are nobody's evidence; everything else that changes is noticed. */
    @Test
    void aFlippedBitRefusesTheFileOrLeavesItsEntriesAsTheyWere() throws ContainerRefused {
        byte[] file = RecordedContainers.file("ss1/fix-nonbatch-get.request.asice");
        List<AsicEntry> entries = AsicContainer.read(file, AsicLimits.DEFAULT).entries();
        for (int i = 0; i < file.length; i++) {
            byte[] flipped = file.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            try {
                assertSame(
                        entries, AsicContainer.read(flipped, AsicLimits.DEFAULT).entries());
            } catch (ContainerRefused expected) {
                assertThat(expected.finding().detail()).isNotEmpty();
            }
        }
    }

    @Test
    void aStreamIsReadNoFurtherThanTheLimit() throws Exception {
        byte[] endless = new byte[5000];
        java.io.ByteArrayInputStream in = new java.io.ByteArrayInputStream(endless);

        assertThatThrownBy(() -> AsicContainer.read(in, new AsicLimits(1000, 1000, 3)))
                .isInstanceOf(ContainerRefused.class);
        assertThat(in.available()).isEqualTo(3999);
    }

    private static void assertSame(List<AsicEntry> expected, List<AsicEntry> actual) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).name()).isEqualTo(expected.get(i).name());
            assertThat(actual.get(i).content()).isEqualTo(expected.get(i).content());
        }
    }

    private static List<FindingCode> mimeType(ZipForm form) {
        try {
            return AsicContainer.read(form.bytes(), AsicLimits.DEFAULT).mimeTypeFindings().stream()
                    .map(Finding::code)
                    .toList();
        } catch (ContainerRefused e) {
            throw new AssertionError(e);
        }
    }

    private static int listed(int entries) {
        return entries * (46 + AsicContainer.MIME_TYPE_ENTRY.length());
    }

    private static ZipForm container(Item... items) {
        ZipForm form = ZipForm.container();
        List.of(items).forEach(form::add);
        return form;
    }

    private static void accepted(byte[] file) {
        try {
            assertThat(AsicContainer.read(file, AsicLimits.DEFAULT).entries()).isNotEmpty();
        } catch (ContainerRefused e) {
            throw new AssertionError(e);
        }
    }

    private static void refused(FindingCode code, byte[] file) {
        refused(code, file, AsicLimits.DEFAULT);
    }

    private static void refused(FindingCode code, byte[] file, AsicLimits limits) {
        assertThatThrownBy(() -> AsicContainer.read(file, limits))
                .isInstanceOfSatisfying(
                        ContainerRefused.class,
                        e -> assertThat(Map.of(e.finding().code(), e.finding().detail()))
                                .containsOnlyKeys(code));
    }
}

package org.ambergate.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.ambergate.asic.AsicLimits;
import org.ambergate.asic.ContainerVerifier;
import org.ambergate.asic.Indication;
import org.ambergate.messagelog.LogLookup;
import org.ambergate.testsupport.Evidence;
import org.ambergate.testsupport.EvidenceLog;
import org.ambergate.testsupport.EvidenceLog.Draft;
import org.junit.jupiter.api.Test;

/** Archives of containers: their links by another computation than ours, and what a check makes of a changed one. */
final class ArchiveTest {
    private final Evidence evidence = new Evidence();
    private final EvidenceLog log = new EvidenceLog(evidence);

    private record File(String name, byte[] bytes) {}

    private record Archive(byte[] bytes, ArchiveLink link) {}

    @Test
    void everyContainerVerifiesAndTheLinksAreThoseOfTheSpecification() throws Exception {
        Archive first = archive(ArchiveLink.NONE, 0);
        List<File> files = files(first.bytes());

        ContainerVerifier verifier =
                new ContainerVerifier(evidence.trust(), evidence.timestampCertificates(), AsicLimits.DEFAULT);
        StringBuilder expected = new StringBuilder("- - SHA-512\n");
        String link = "";
        for (File file : files.subList(0, files.size() - 1)) {
            assertThat(verifier.verify(file.bytes()).verdict()).isEqualTo(Indication.TOTAL_PASSED);
            link = sha512(link + hex(file.bytes()));
            expected.append(link).append(' ').append(file.name()).append('\n');
        }
        assertThat(files).hasSize(4);
        assertThat(files.get(3).name()).isEqualTo("linkinginfo");
        assertThat(new String(files.get(3).bytes(), StandardCharsets.US_ASCII)).isEqualTo(expected.toString());
        assertThat(first.link().link()).isEqualTo(link);
        assertThat(first.link().file())
                .isEqualTo("mlog-20261123120000-20261123120000-" + link.substring(0, 16) + ".zip");
    }

    @Test
    void theNextArchiveBeginsWithTheLastLink() throws Exception {
        Archive first = archive(ArchiveLink.NONE, 0);
        Archive second = archive(first.link(), log.records());

        List<File> files = files(second.bytes());

        assertThat(new String(files.get(3).bytes(), StandardCharsets.US_ASCII))
                .startsWith(first.link().link() + " " + first.link().file() + " SHA-512\n");
        assertThat(check(second.bytes(), Optional.of(first.link().link())).lastLink())
                .contains(second.link().link());
        assertThat(check(second.bytes(), Optional.of("-")).problem()).isPresent();
        assertThat(check(first.bytes(), Optional.of("-")).lastLink())
                .contains(first.link().link());
    }

    @Test
    void theSameMessagesGiveTheSameBytes() throws Exception {
        Archive first = archive(ArchiveLink.NONE, 0);

        assertThat(write(ArchiveLink.NONE, 0).bytes()).isEqualTo(first.bytes());
    }

    @Test
    void whatIsChangedTakenOutPutInOrMovedIsFound() throws Exception {
        List<File> good = files(archive(ArchiveLink.NONE, 0).bytes());
        assertThat(check(zip(good), Optional.empty()).problem()).isEmpty();

        List<File> changed = new ArrayList<>(good);
        byte[] bytes = good.get(1).bytes().clone();
        bytes[bytes.length / 2] ^= 1;
        changed.set(1, new File(good.get(1).name(), bytes));
        List<File> renamed = new ArrayList<>(good);
        renamed.set(0, new File("other.asice", good.get(0).bytes()));
        List<File> without = new ArrayList<>(good);
        without.remove(1);
        List<File> more = new ArrayList<>(good);
        more.add(1, new File("more.asice", new byte[] {1}));
        List<File> moved = new ArrayList<>(good);
        moved.add(0, moved.remove(1));
        List<File> behind = new ArrayList<>(good);
        behind.add(new File("behind.asice", new byte[] {1}));
        List<File> unlinked = new ArrayList<>(good.subList(0, 3));
        for (List<File> wrong : List.of(changed, renamed, without, more, moved, behind, unlinked)) {
            ArchiveCheck.Result result = check(zip(wrong), Optional.empty());
            assertThat(result.problem()).isPresent();
            assertThat(result.lastLink()).isEmpty();
        }
    }

    @Test
    void everyTruncationIsFound() throws Exception {
        Archive archive = archive(ArchiveLink.NONE, 0);
        // Behind the entries stands the directory, which a stream does not read.
        int entriesEnd = new String(archive.bytes(), StandardCharsets.ISO_8859_1)
                .lastIndexOf(archive.link().link());
        for (int cut = 0; cut < entriesEnd; cut += 97) {
            ArchiveCheck.Result result = check(Arrays.copyOf(archive.bytes(), cut), Optional.empty());
            assertThat(result.lastLink()).as("%d", cut).isEmpty();
        }
    }

    private Archive archive(ArchiveLink previous, long from) throws Exception {
        List<Long> unused = log.log(
                Draft.request("Q/1"),
                Draft.response("Q/1", "body".getBytes(StandardCharsets.UTF_8)),
                Draft.request("Q2"));
        long stamp = log.stamp();
        assertThat(stamp).isPositive();
        return write(previous, from);
    }

    private Archive write(ArchiveLink previous, long from) throws Exception {
        LogLookup lookup = new LogLookup(log.source(), 1);
        List<FoundMessage> messages = new MessageFinder(lookup, Long.MAX_VALUE, p -> {}).stampedFrom(from, 100);
        ContainerExport export = new ContainerExport(lookup);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ArchiveWriter writer = new ArchiveWriter(out, previous);
        for (FoundMessage message : messages) {
            writer.add(message, export);
        }
        ArchiveLink link = writer.finish();
        return new Archive(out.toByteArray(), link);
    }

    private static ArchiveCheck.Result check(byte[] archive, Optional<String> previous) throws IOException {
        return ArchiveCheck.of(new ByteArrayInputStream(archive), previous);
    }

    private static List<File> files(byte[] archive) throws IOException {
        List<File> files = new ArrayList<>();
        ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive));
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            files.add(new File(entry.getName(), zip.readAllBytes()));
        }
        return files;
    }

    private static byte[] zip(List<File> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (File file : files) {
                zip.putNextEntry(new ZipEntry(file.name()));
                zip.write(file.bytes());
            }
        }
        return bytes.toByteArray();
    }

    private static String hex(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
    }

    private static String sha512(String text) throws Exception {
        return hex(text.getBytes(StandardCharsets.US_ASCII));
    }
}

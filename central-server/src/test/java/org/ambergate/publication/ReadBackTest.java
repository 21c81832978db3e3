package org.ambergate.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.PublishingSource;
import org.junit.jupiter.api.Test;

/** What a server would refuse is not published. */
class ReadBackTest {
    private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");
    private static final Instant EXPIRES = NOW.plusSeconds(600);
    private static final ConfigurationSchemas SCHEMAS = ConfigurationSchemas.load();
    private static final InstanceDescription SAMPLE = SampleInstance.description();
    private static final PublicationKeys KEYS = PublicationKeys.of(SampleInstance.RSA);

    @Test
    void aRightSetPasses() throws LocalFault {
        WrittenSet written = write(SAMPLE);

        check(written, written.set());
    }

    @Test
    void aChangedOrMissingPartIsRefused() throws LocalFault {
        for (String path : List.copyOf(write(SAMPLE).parts().keySet())) {
            WrittenSet changed = write(SAMPLE);
            byte[] content = changed.source().read(path).clone();
            content[content.length / 2] ^= 1;
            changed.parts().put(path, content);
            assertRefused(changed, changed.set());
            changed.parts().remove(path);
            assertRefused(changed, changed.set());
        }
    }

    @Test
    void anExpireDateIsBelievedForAMonthAndNoLonger() throws LocalFault {
        WrittenSet month = WrittenSet.write(SAMPLE, KEYS, NOW, NOW.plus(Duration.ofDays(31)));
        WrittenSet longer = WrittenSet.write(
                SAMPLE, KEYS, NOW, NOW.plus(Duration.ofDays(31)).plusSeconds(1));

        check(month, month.set());
        assertRefused(longer, longer.set());
        assertThatThrownBy(() ->
                        new ReadBack(month.source(), SCHEMAS).checkSigned(month.set(), NOW.plus(Duration.ofDays(31))))
                .isInstanceOf(LocalFault.class);
    }

    @Test
    void aKeyThatTheAnchorDoesNotListIsRefused() throws LocalFault {
        WrittenSet written = write(SAMPLE);
        PublishedSet foreign = new PublishedSet(
                written.set().parts(),
                SignedDirectories.sign(written.set().parts(), PublicationKeys.of(SampleInstance.EC), NOW, EXPIRES),
                written.set().anchors());

        assertRefused(written, foreign);
    }

    @Test
    void directoriesThatWereExchangedAreRefused() throws LocalFault {
        WrittenSet written = write(SAMPLE);
        Map<DirectoryKind, Map<Integer, byte[]>> exchanged = directories(written.set());
        Map<Integer, byte[]> internal = exchanged.getOrDefault(DirectoryKind.INTERNAL, Map.of());
        Map<Integer, byte[]> external = exchanged.getOrDefault(DirectoryKind.EXTERNAL, Map.of());

        assertRefused(written, with(written, internal, internal));
        assertRefused(written, with(written, external, external));
        Map<Integer, byte[]> otherVersion = new HashMap<>(internal);
        otherVersion.put(5, internal.getOrDefault(6, new byte[0]));
        assertRefused(written, with(written, otherVersion, external));
        otherVersion.remove(5);
        assertRefused(written, with(written, otherVersion, external));
    }

    @Test
    void aSetThatSaysSomethingElseIsRefused() throws LocalFault {
        WrittenSet written = write(SAMPLE);
        InstanceDescription other = SampleInstance.description(List.of(
                SampleInstance.member(SampleInstance.OWNER, "süb"),
                SampleInstance.member(SampleInstance.OTHER, "another")));

        assertThatThrownBy(() -> new ReadBack(written.source(), SCHEMAS).checkAll(written.set(), other, NOW))
                .isInstanceOf(LocalFault.class);
    }

    @Test
    void optionalPartsThatServersDoNotReadAreRefused() throws LocalFault {
        InstanceSettings settings = SAMPLE.settings();
        InstanceDescription tooSeldom = new InstanceDescription(
                SAMPLE.instance(),
                SAMPLE.memberClasses(),
                SAMPLE.authorities(),
                SAMPLE.timestampAuthorities(),
                SAMPLE.members(),
                SAMPLE.servers(),
                SAMPLE.groups(),
                new InstanceSettings(
                        settings.managementService(),
                        settings.ocspFreshness(),
                        Duration.ofDays(2),
                        settings.ocspFetchInterval(),
                        settings.verifyNextUpdate(),
                        settings.monitoringClient()),
                SAMPLE.federation());
        WrittenSet written = write(tooSeldom);

        assertThatThrownBy(() -> new ReadBack(written.source(), SCHEMAS).checkAll(written.set(), tooSeldom, NOW))
                .isInstanceOf(LocalFault.class);
    }

    @Test
    void otherNodesAreListedInAnchorsAndSharedParameters() throws LocalFault {
        PublishingSource other = new PublishingSource(
                "cs2.example", List.of(SampleInstance.EC.certificate()), List.of(SampleInstance.EC.certificate()));
        WrittenSet written = WrittenSet.write(
                SAMPLE, new PublicationKeys(KEYS.internal(), KEYS.external(), List.of(other)), NOW, EXPIRES);

        check(written, written.set());
        assertThat(written.set().anchor(DirectoryKind.EXTERNAL).sources())
                .extracting(source -> source.downloadUrl().toString())
                .containsExactly("http://cs.example/externalconf", "http://cs2.example/externalconf");
        assertThat(new String(written.source().read("/V6/1/shared-params.xml"), StandardCharsets.UTF_8))
                .contains("<address>cs2.example</address>");
    }

    @Test
    void aSetReadsBackFromItsFilesAndNotFromChangedOnes() throws LocalFault {
        PublishedSet set = write(SAMPLE).set();
        Map<String, byte[]> files = set.files();
        PublishedSet read = PublishedSet.read(path -> files.getOrDefault(path, new byte[0]));

        assertThat(read.directories().expires()).isEqualTo(EXPIRES);
        assertThat(read.parts().stamp()).isEqualTo("1");
        assertThat(read.anchor(DirectoryKind.INTERNAL).hash())
                .isEqualTo(set.anchor(DirectoryKind.INTERNAL).hash());
        assertThat(read.isSignedBy(DirectoryKind.INTERNAL, SampleInstance.RSA.certificate()))
                .isTrue();
        assertThat(read.isSignedBy(DirectoryKind.INTERNAL, SampleInstance.EC.certificate()))
                .isFalse();
        for (String path : new ArrayList<>(files.keySet())) {
            byte[] right = files.getOrDefault(path, new byte[0]);
            files.put(
                    path,
                    new String(right, StandardCharsets.ISO_8859_1)
                            .replace("Version: ", "Version: 0")
                            .replace("</source>", "")
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> PublishedSet.read(p -> files.getOrDefault(p, new byte[0])))
                    .as(path)
                    .isInstanceOf(LocalFault.class);
            files.put(path, right);
        }
    }

    @Test
    void anAnchorStaysTheSameUntilAKeyOrAnAddressChanges() {
        Map<DirectoryKind, ConfigurationAnchor> first =
                Anchors.of("TEST", KEYS.sources("cs.example"), Optional.empty(), NOW);
        var later = Anchors.of("TEST", KEYS.sources("cs.example"), Optional.of(first), NOW.plusSeconds(60));
        var moved = Anchors.of("TEST", KEYS.sources("cs2.example"), Optional.of(first), NOW.plusSeconds(60));

        assertThat(later).isEqualTo(first);
        for (DirectoryKind kind : DirectoryKind.values()) {
            var anchor = moved.get(kind);
            assertThat(anchor).isNotEqualTo(first.get(kind));
        }
        var internal = first.get(DirectoryKind.INTERNAL);
        assertThat(internal).isNotNull();
        if (internal != null) {
            assertThat(Anchors.fileName(internal, DirectoryKind.INTERNAL))
                    .isEqualTo("configuration_anchor_TEST_internal_UTC_2026-11-23_06_00_00.xml");
        }
    }

    private static Map<DirectoryKind, Map<Integer, byte[]>> directories(PublishedSet set) {
        Map<DirectoryKind, Map<Integer, byte[]>> all = new EnumMap<>(DirectoryKind.class);
        for (DirectoryKind kind : DirectoryKind.values()) {
            Map<Integer, byte[]> byVersion = new HashMap<>();
            for (int version = 2; version <= 6; version++) {
                byVersion.put(version, set.directories().find(kind, version).orElseThrow());
            }
            all.put(kind, byVersion);
        }
        return all;
    }

    private static PublishedSet with(WrittenSet written, Map<Integer, byte[]> internal, Map<Integer, byte[]> external) {
        return new PublishedSet(
                written.set().parts(),
                new SignedDirectories(
                        Map.of(DirectoryKind.INTERNAL, internal, DirectoryKind.EXTERNAL, external), EXPIRES),
                written.set().anchors());
    }

    private static WrittenSet write(InstanceDescription description) throws LocalFault {
        return WrittenSet.write(description, KEYS, NOW, EXPIRES);
    }

    private static void check(WrittenSet written, PublishedSet set) throws LocalFault {
        new ReadBack(written.source(), SCHEMAS).checkAll(set, SAMPLE, NOW);
    }

    private static void assertRefused(WrittenSet written, PublishedSet set) {
        assertThatThrownBy(() -> check(written, set)).isInstanceOf(LocalFault.class);
    }
}

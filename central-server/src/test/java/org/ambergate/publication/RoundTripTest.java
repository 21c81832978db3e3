package org.ambergate.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ApprovedAuthority;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.ConfigurationPart;
import org.ambergate.globalconf.Member;
import org.ambergate.globalconf.OptionalParts;
import org.ambergate.globalconf.PrivateParameters;
import org.ambergate.globalconf.PublishingSource;
import org.ambergate.globalconf.SharedParameters;
import org.ambergate.globalconf.SignedDirectory;
import org.ambergate.identifier.ClientId;
import org.ambergate.pki.Certificates;
import org.ambergate.testsupport.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is what is read, in every version. */
class RoundTripTest {
    private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");
    private static final ConfigurationSchemas SCHEMAS = ConfigurationSchemas.load();
    private static final InstanceDescription SAMPLE = SampleInstance.description();
    private static final List<PublishingSource> SOURCES = List.of(new PublishingSource(
            "cs.example",
            List.of(SampleInstance.RSA.certificate()),
            List.of(SampleInstance.RSA.certificate(), SampleInstance.EC.certificate())));

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6})
    void sharedParametersReadBack(int version) throws LocalFault {
        SharedParameters read = shared(version);

        assertThat(read.instance()).isEqualTo("TEST");
        assertThat(read.groups()).isEqualTo(SAMPLE.groups());
        assertThat(read.memberClasses()).isEqualTo(SAMPLE.memberClasses());
        assertThat(read.ocspFreshness()).isEqualTo(Duration.ofMinutes(30));
        assertThat(read.members()).extracting(Member::id).containsExactly(SampleInstance.OWNER, SampleInstance.OTHER);
        assertThat(read.members().get(0).name()).isEqualTo("Name & Co");
        assertThat(read.servers()).hasSize(1);
        assertThat(read.servers().get(0).id()).isEqualTo(SampleInstance.SERVER);
        assertThat(read.servers().get(0).clients()).containsExactly(SampleInstance.SUBSYSTEM);
        assertThat(read.servers().get(0).address()).contains("ss1.example");
        assertThat(read.timestampAuthorities().get(0).url()).hasToString("http://tsa.example/");
        ApprovedAuthority authority = read.authorities().get(0);
        assertThat(authority.top().certificate()).isEqualTo(SampleInstance.AUTHORITY.certificate());
        assertThat(authority.top().responders().get(0).certificate())
                .contains(SampleInstance.AUTHORITY.responder().certificate());
        assertThat(authority.intermediates()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6})
    void eachVersionHasWhatItKnowsAndNothingNewer(int version) throws LocalFault {
        SharedParameters read = shared(version);
        ApprovedAuthority authority = read.authorities().get(0);

        assertThat(read.sources()).isEqualTo(version >= 3 ? SOURCES : List.of());
        assertThat(authority.acmeServer().isPresent()).isEqualTo(version >= 3);
        assertThat(authority.acmeServer().flatMap(ApprovedAuthority.AcmeServer::signingProfileId))
                .isEqualTo(version >= 4 ? Optional.of("sign") : Optional.empty());
        assertThat(read.members().get(0).subsystems().get(0).name().isPresent()).isEqualTo(version >= 5);
        assertThat(read.servers().get(0).maintenance())
                .isEqualTo(version >= 5 ? Optional.of("back <soon>") : Optional.empty());
        assertThat(authority.certificateRequestFormat().isPresent()).isEqualTo(version >= 6);
        assertThat(authority.top().responders().get(0).costType().isPresent()).isEqualTo(version >= 6);
        assertThat(read.timestampAuthorities().get(0).costType().isPresent()).isEqualTo(version >= 6);
        DigestAlgorithm hash = version == 2 ? DigestAlgorithm.SHA1 : DigestAlgorithm.SHA256;
        assertThat(read.servers().get(0).authenticationCertificateHashes())
                .containsExactly(hash.of(Certificates.encoded(SampleInstance.SERVER_CERTIFICATE.certificate())));
    }

    @Test
    void privateParametersReadBack() throws LocalFault {
        PrivateParameters read = PrivateParameters.parse(file(6, ConfigurationPart.PRIVATE_PARAMETERS));

        assertThat(read.instance()).isEqualTo("TEST");
        assertThat(read.managementService()).isEqualTo(SAMPLE.settings().managementService());
        assertThat(read.timestampingInterval()).isEqualTo(Duration.ofMinutes(2));
        ConfigurationAnchor anchor = read.federation().get(0);
        assertThat(anchor.instance()).isEqualTo("ELSEWHERE");
        assertThat(anchor.sources()).isEqualTo(SAMPLE.federation().get(0).sources());
        assertThat(anchor.hash()).isEqualTo(SAMPLE.federation().get(0).hash());
    }

    @Test
    void optionalPartsReadBack() throws LocalFault {
        OptionalParts read = OptionalParts.DEFAULT;
        for (ConfigurationPart kind : ConfigurationPart.values()) {
            read = read.with(kind, file(6, kind));
        }

        assertThat(read)
                .isEqualTo(new OptionalParts(Duration.ofMinutes(10), false, Optional.of(SampleInstance.SUBSYSTEM)));
    }

    @Test
    void extensionPartsAreListedInTheInternalDirectoryOfEveryVersionAsTheyAre() throws LocalFault {
        byte[] content = "<anything/>".getBytes(StandardCharsets.UTF_8);
        ConfigurationParts parts =
                parts(SAMPLE.withExtensions(List.of(new ExtensionPart("OWN-PART", "own-part.xml", content))));
        SignedDirectories signed = sign(parts, SampleInstance.RSA);

        for (int version = 2; version <= 6; version++) {
            SignedDirectory internal = verify(signed.find(DirectoryKind.INTERNAL, version), SampleInstance.RSA);
            SignedDirectory external = verify(signed.find(DirectoryKind.EXTERNAL, version), SampleInstance.RSA);
            SignedDirectory.Part part = internal.parts().get(5);
            assertThat(part.contentIdentifier()).isEqualTo("OWN-PART");
            assertThat(part.instance()).contains("TEST");
            assertThat(part.location()).isEqualTo("/V" + version + "/1/own-part.xml");
            assertThat(parts.files().get(part.location())).isEqualTo(content);
            assertThat(external.parts()).hasSize(1);
        }
    }

    @Test
    void extensionPartsHaveNamesOfTheirOwn() {
        byte[] content = new byte[ExtensionPart.BYTES_MAX];

        assertThat(new ExtensionPart("OWN", "own.xml", content).content()).hasSize(ExtensionPart.BYTES_MAX);
        for (List<String> names : List.of(
                List.of("SHARED-PARAMETERS", "own.xml"),
                List.of("OWN", "shared-params.xml"),
                List.of("OWN\r\nX: y", "own.xml"),
                List.of("own", "own.xml"),
                List.of("", "own.xml"),
                List.of("OWN", "../own.xml"),
                List.of("OWN", "own"))) {
            assertThatThrownBy(() -> new ExtensionPart(names.get(0), names.get(1), content))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new ExtensionPart("OWN", "own.xml", new byte[ExtensionPart.BYTES_MAX + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void twoExtensionPartsOfOneNameAreNotWritten() {
        ExtensionPart one = new ExtensionPart("ONE", "own.xml", new byte[0]);
        ExtensionPart other = new ExtensionPart("OTHER", "own.xml", new byte[0]);

        assertUnpublishable(SAMPLE.withExtensions(List.of(one, other)));
    }

    @Test
    void idsAreUniqueAndNumberedInTheOrderOfTheDocument() throws LocalFault {
        String text = new String(file(6, ConfigurationPart.SHARED_PARAMETERS), StandardCharsets.UTF_8);
        Matcher ids = Pattern.compile(" id=\"(id\\d+)\"").matcher(text);
        Set<String> seen = new HashSet<>();
        while (ids.find()) {
            assertThat(ids.group(1)).isEqualTo("id" + seen.size());
            seen.add(ids.group(1));
        }
        assertThat(seen).hasSize(4);
    }

    @Test
    void directoriesOfBothKindsOfKeysVerifyInEveryVersion() throws LocalFault {
        ConfigurationParts parts = parts(SAMPLE);
        for (PublicationKey key :
                List.of(SampleInstance.RSA, SampleInstance.EC, SampleInstance.key(TestKeys.EC_P384))) {
            SignedDirectories signed = sign(parts, key);
            for (int version = 2; version <= 6; version++) {
                SignedDirectory internal = verify(signed.find(DirectoryKind.INTERNAL, version), key);
                SignedDirectory external = verify(signed.find(DirectoryKind.EXTERNAL, version), key);
                assertThat(internal.version()).isEqualTo(version);
                assertThat(internal.expires()).isEqualTo(NOW.plusSeconds(600));
                assertThat(internal.parts()).hasSize(5);
                assertThat(external.parts())
                        .extracting(SignedDirectory.Part::kind)
                        .containsExactly(Optional.of(ConfigurationPart.SHARED_PARAMETERS));
                for (SignedDirectory.Part part : internal.parts()) {
                    byte[] content = parts.files().getOrDefault(part.location(), new byte[0]);
                    assertThat(part.digest().algorithm().of(content)).isEqualTo(part.digest());
                }
            }
        }
    }

    @Test
    void aDirectoryHasTheLayoutThatRealReadersExpect() throws LocalFault {
        SignedDirectories signed = sign(parts(SAMPLE), SampleInstance.RSA);
        String text = new String(signed.find(DirectoryKind.EXTERNAL, 6).orElseThrow(), StandardCharsets.UTF_8);

        assertThat(text.replaceAll("boundary=[0-9a-f]+", "boundary=B")
                        .replaceAll("--[0-9a-f]{20}", "--B")
                        .replaceAll("[A-Za-z0-9+/]{60,}=*", "BASE64"))
                .isEqualTo(String.join(
                        "\r\n",
                        "Content-Type: multipart/related; charset=UTF-8; boundary=B",
                        "",
                        "--B",
                        "Content-Type: multipart/mixed; charset=UTF-8; boundary=B",
                        "",
                        "--B",
                        "Expire-date: 2026-11-23T06:10:00Z",
                        "Version: 6",
                        "",
                        "--B",
                        "Content-type: application/octet-stream",
                        "Content-transfer-encoding: base64",
                        "Content-identifier: SHARED-PARAMETERS; instance='TEST'",
                        "Content-location: /V6/1/shared-params.xml",
                        "Hash-algorithm-id: http://www.w3.org/2001/04/xmlenc#sha512",
                        "",
                        "BASE64",
                        "--B--",
                        "",
                        "--B",
                        "Content-Type: application/octet-stream",
                        "Content-Transfer-Encoding: base64",
                        "Signature-Algorithm-Id: http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
                        "Verification-certificate-hash: BASE64; "
                                + "hash-algorithm-id=\"http://www.w3.org/2001/04/xmlenc#sha512\"",
                        "",
                        "BASE64",
                        "--B--",
                        ""));
    }

    @Test
    void aWeakKeySignsNothing() throws LocalFault {
        ConfigurationParts parts = parts(SAMPLE);

        assertThatThrownBy(() -> sign(parts, SampleInstance.key(TestKeys.RSA_1024)))
                .isInstanceOf(LocalFault.class);
    }

    @Test
    void aDescriptionThatContradictsItselfIsNotWritten() {
        Member owner = SampleInstance.member(SampleInstance.OWNER, "süb");
        Member other = SampleInstance.member(SampleInstance.OTHER, "other");

        assertUnpublishable(SampleInstance.description(List.of(other)));
        assertUnpublishable(SampleInstance.description(List.of(owner, owner, other)));
        assertUnpublishable(
                SampleInstance.description(List.of(SampleInstance.member(SampleInstance.OWNER, "x"), other)));
    }

    @Test
    void textThatXmlCannotHoldIsNotWritten() {
        Member odd = new Member(SampleInstance.OTHER, "class", "a\u0001b", List.of());

        assertUnpublishable(
                SampleInstance.description(List.of(SampleInstance.member(SampleInstance.OWNER, "süb"), odd)));
    }

    @Test
    void aMemberWithoutSubsystemsMayBeInAGroup() throws LocalFault {
        assertThat(shared(6).groups().get(0).members()).contains(ClientId.member(SampleInstance.OTHER));
    }

    private static ConfigurationParts parts(InstanceDescription description) throws LocalFault {
        return ConfigurationParts.write(description, SOURCES, "1");
    }

    private static SignedDirectories sign(ConfigurationParts parts, PublicationKey key) throws LocalFault {
        return SignedDirectories.sign(parts.list(), PublicationKeys.of(key), NOW, NOW.plusSeconds(600));
    }

    private static byte[] file(int version, ConfigurationPart kind) throws LocalFault {
        return parts(SAMPLE).files().getOrDefault("/V" + version + "/1/" + kind.fileName(), new byte[0]);
    }

    private static SharedParameters shared(int version) throws LocalFault {
        return SharedParameters.parse(file(version, ConfigurationPart.SHARED_PARAMETERS), version);
    }

    private static SignedDirectory verify(Optional<byte[]> directory, PublicationKey key) throws LocalFault {
        return SignedDirectory.verify(directory.orElseThrow(), List.of(key.certificate()), NOW);
    }

    private static void assertUnpublishable(InstanceDescription description) {
        assertThatThrownBy(() -> {
                    WrittenSet written = WrittenSet.write(
                            description, PublicationKeys.of(SampleInstance.EC), NOW, NOW.plusSeconds(600));
                    new ReadBack(written.source(), SCHEMAS).checkAll(written.set(), description, NOW);
                })
                .isInstanceOf(LocalFault.class);
    }
}

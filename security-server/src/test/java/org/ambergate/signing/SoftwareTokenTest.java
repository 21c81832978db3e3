package org.ambergate.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.ambergate.identifier.MemberId;
import org.ambergate.signature.SignatureMethod;
import org.ambergate.testsupport.CertificateForm;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoftwareTokenTest {
    private static final MemberId MEMBER = new MemberId("TEST", "GOV", "M/1");
    private static final MemberId OTHER = new MemberId("TEST", "GOV", "2");
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final TestAuthority AUTHORITY = TestAuthority.create("Token test CA");
    private static final String PIN = "Canary-PIN-7431";

    @TempDir
    Path parent;

    @Test
    void aTokenIsReadableByItsOwnerOnly() throws Exception {
        SoftwareToken token = create();
        importSigning(token, MEMBER, TestKeys.EC_P256);
        assertThat(mode(directory())).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(directory())) {
            assertThat(files.toList())
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-x---", "rwx--x---", "rwx---r--", "rwxrwxrwx"})
    void aDirectoryThatOthersCanAccessIsRefusedWithTheRemedy(String mode) throws Exception {
        create().close();
        Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString(mode));
        assertThatThrownBy(this::open)
                .isInstanceOf(TokenException.class)
                .hasMessageContaining(mode)
                .hasMessageContaining("chmod 700 " + directory());
    }

    @Test
    void eachFileThatOthersCanAccessIsRefusedWithTheRemedy() throws Exception {
        importSigning(create(), MEMBER, TestKeys.EC_P256);
        for (Path file : files()) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            assertThatThrownBy(this::open).isInstanceOf(TokenException.class).hasMessageContaining("chmod 600 " + file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        assertThatCode(this::open).doesNotThrowAnyException();
    }

    @Test
    void aTokenIsNotMadeOverAnother() throws Exception {
        create().close();
        assertThatThrownBy(this::create).isInstanceOf(TokenException.class).hasMessageContaining("already");
    }

    @Test
    void aMissingTokenIsNamed() {
        assertThatThrownBy(this::open)
                .isInstanceOf(TokenException.class)
                .hasMessageContaining(directory().toString());
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void aKeyMadeHereServesOnceItsCertificateIsImportedAndRegistered(KeyKind kind) throws Exception {
        SoftwareToken token = create();
        String id = token.generate(kind, KeyUsage.SIGNING, Optional.of(MEMBER));
        JcaPKCS10CertificationRequest request =
                new JcaPKCS10CertificationRequest(token.certificateRequest(id, new X500Principal("C=FI,CN=M/1")));
        assertThat(request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(request.getPublicKey())))
                .isTrue();
        assertThat(token.keyRing().signing(MEMBER)).isEmpty();
        assertThat(token.keys().get(0).certificate()).isEmpty();

        X509Certificate certificate = AUTHORITY.certify(
                CertificateForm.signing(TestAuthority.memberName(MEMBER, "ss1")), request.getPublicKey());
        token.importCertificate(id, certificate, KeyStatus.REGISTRATION_IN_PROGRESS);
        assertThat(token.keyRing().signing(MEMBER)).isEmpty();
        token.change(id, true, KeyStatus.REGISTERED);

        MemberKey key = open().keyRing().signing(MEMBER).get(0);
        assertThat(key.certificate()).isEqualTo(certificate);
        assertThat(key.key().method())
                .isEqualTo(kind.name().startsWith("RSA") ? SignatureMethod.RSA_SHA512 : SignatureMethod.ECDSA_SHA512);
        assertThat(key.key().sign(new byte[] {1})).isNotEmpty();
    }

    @Test
    void theKeyRingSurvivesARestartInOrder() throws Exception {
        SoftwareToken token = create();
        TestCertificate authentication = AUTHORITY.authentication(MEMBER, "ss1", TestKeys.EC_P256);
        token.importKey(
                authentication.privateKey(), authentication.certificate(), KeyUsage.AUTHENTICATION, Optional.empty());
        String first = importSigning(token, MEMBER, TestKeys.EC_P256);
        String second = importSigning(token, MEMBER, TestKeys.RSA_2048);
        importSigning(token, OTHER, TestKeys.EC_P384);
        token.close();

        KeyRing ring = open().keyRing();
        assertThat(ring.authentication(NOW).orElseThrow().certificate()).isEqualTo(authentication.certificate());
        assertThat(ring.signing(MEMBER)).extracting(MemberKey::keyId).containsExactly(first, second);
        assertThat(ring.signing(OTHER)).hasSize(1);
        assertThat(ring.signing(new MemberId("TEST", "GOV", "3"))).isEmpty();
        assertThat(ring.certificates()).hasSize(4);
    }

    @Test
    void anAuthenticationCertificateOutsideItsValidityIsPassedOver() throws Exception {
        SoftwareToken token = create();
        CertificateForm form = CertificateForm.authentication(TestAuthority.memberName(MEMBER, "ss1"));
        TestCertificate old = AUTHORITY.issue(form.valid(NOW.minusSeconds(60), NOW), TestKeys.EC_P256);
        TestCertificate current = AUTHORITY.issue(form.valid(NOW, NOW.plusSeconds(60)), TestKeys.EC_P256);
        for (TestCertificate key : List.of(old, current)) {
            token.importKey(key.privateKey(), key.certificate(), KeyUsage.AUTHENTICATION, Optional.empty());
        }
        KeyRing ring = token.keyRing();
        assertThat(ring.authentication(NOW).orElseThrow().certificate()).isEqualTo(old.certificate());
        assertThat(ring.authentication(NOW.plusSeconds(1)).orElseThrow().certificate())
                .isEqualTo(current.certificate());
        assertThat(ring.authentication(NOW.plusSeconds(61))).isEmpty();
        assertThat(ring.authentication(NOW.minusSeconds(61))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = KeyStatus.class, names = "REGISTERED", mode = EnumSource.Mode.EXCLUDE)
    void aKeyThatIsNotRegisteredIsNotInTheRing(KeyStatus status) throws Exception {
        SoftwareToken token = create();
        String id = importSigning(token, MEMBER, TestKeys.EC_P256);
        token.change(id, true, status);
        assertThat(token.keyRing().signing(MEMBER)).isEmpty();
        assertThat(open().keyRing().signing(MEMBER)).isEmpty();
    }

    @Test
    void anInactiveKeyIsNotInTheRing() throws Exception {
        SoftwareToken token = create();
        String id = importSigning(token, MEMBER, TestKeys.EC_P256);
        KeyRing before = token.keyRing();
        token.change(id, false, KeyStatus.REGISTERED);
        assertThat(token.keyRing().signing(MEMBER)).isEmpty();
        assertThat(before.signing(MEMBER)).hasSize(1);
    }

    @Test
    void aCertificateForAnotherKeyIsRefused() throws Exception {
        SoftwareToken token = create();
        String id = token.generate(KeyKind.EC_P256, KeyUsage.SIGNING, Optional.of(MEMBER));
        X509Certificate foreign = AUTHORITY.signing(MEMBER, TestKeys.EC_P256).certificate();
        assertThatThrownBy(() -> token.importCertificate(id, foreign, KeyStatus.REGISTERED))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining(id);
    }

    @Test
    void aCertificateForAnotherUsageIsRefused() throws Exception {
        SoftwareToken token = create();
        TestCertificate signing = AUTHORITY.signing(MEMBER, TestKeys.EC_P256);
        assertThatThrownBy(() -> token.importKey(
                        signing.privateKey(), signing.certificate(), KeyUsage.AUTHENTICATION, Optional.empty()))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("AUTHENTICATION");
    }

    @Test
    void aPrivateKeyThatDoesNotBelongToTheCertificateIsRefused() throws Exception {
        SoftwareToken token = create();
        PrivateKey foreign = AUTHORITY.signing(MEMBER, TestKeys.EC_P256).privateKey();
        X509Certificate certificate =
                AUTHORITY.signing(MEMBER, TestKeys.EC_P256).certificate();
        assertThatThrownBy(() -> token.importKey(foreign, certificate, KeyUsage.SIGNING, Optional.of(MEMBER)))
                .isInstanceOf(TokenException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = TestKeys.class,
            names = {"RSA_1024", "EC_P521"})
    void aKeyThatPeersDoNotAcceptIsRefused(TestKeys kind) throws Exception {
        SoftwareToken token = create();
        assertThatThrownBy(() -> importSigning(token, MEMBER, kind)).isInstanceOf(TokenException.class);
        assertThat(open().keys()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary-pin-7431", "Canary-PIN-743", "Canary-PIN-74311", "x", ""})
    void aWrongPinOpensNothing(String wrong) throws Exception {
        importSigning(create(), MEMBER, TestKeys.EC_P256);
        assertThatThrownBy(() -> SoftwareToken.open(directory(), wrong.toCharArray()))
                .isInstanceOf(TokenException.class)
                .hasMessage("The PIN does not open pin.p12: the PIN is wrong or the file is damaged");
    }

    @Test
    void aTokenWithoutKeysHasAPinToo() throws Exception {
        create().close();
        assertThatThrownBy(() -> SoftwareToken.open(directory(), "other".toCharArray()))
                .isInstanceOf(TokenException.class);
    }

    @Test
    void everyTruncationOfAKeyFileIsRefusedLikeAWrongPin() throws Exception {
        String id = importSigning(create(), MEMBER, TestKeys.EC_P256);
        byte[] whole = Files.readAllBytes(directory().resolve(id + ".p12"));
        for (int length = 0; length < whole.length; length += 37) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> KeyFile.decode(id, part, PIN.toCharArray()))
                    .isInstanceOf(TokenException.class)
                    .hasMessage("The PIN does not open " + id + ".p12: the PIN is wrong or the file is damaged");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "- a",
                "version: 2\nkeys: []",
                "version: 1",
                "version: 1\nkeys: [null]",
                "version: 1\nkeys: []\nmore: 1",
                "version: 1\nkeys: [{id: ../x, usage: AUTHENTICATION, active: true, status: REGISTERED}]",
                "version: 1\nkeys: [{id: x, usage: SIGNING, active: true, status: REGISTERED}]",
                "version: 1\nkeys: [{id: x, usage: NONE, active: true, status: REGISTERED}]",
                "version: 1\nkeys: [{usage: AUTHENTICATION, active: true, status: REGISTERED}]",
                "version: 1\nkeys: [{id: x, active: true, status: REGISTERED}]",
                "version: 1\nkeys: [{id: x, usage: AUTHENTICATION, active: true}]",
                "version: 1\nkeys: [{id: x, usage: AUTHENTICATION, active: true, status: SAVED},"
                        + " {id: x, usage: AUTHENTICATION, active: true, status: SAVED}]"
            })
    void anIndexThatIsNotOneIsRefused(String yaml) throws Exception {
        create().close();
        Files.writeString(directory().resolve("token.yaml"), yaml);
        assertThatThrownBy(this::open).isInstanceOf(TokenException.class).hasMessageContaining("token.yaml");
    }

    @Test
    void aKeyFileWithoutAnIndexEntryFromACrashIsLeftAlone() throws Exception {
        SoftwareToken token = create();
        byte[] index = Files.readAllBytes(directory().resolve("token.yaml"));
        String id = importSigning(token, MEMBER, TestKeys.EC_P256);
        Files.write(directory().resolve("token.yaml"), index);
        assertThat(open().keys()).isEmpty();
        assertThat(directory().resolve(id + ".p12")).exists();
    }

    @Test
    void aCrashAfterTheCertificateButBeforeItsStatusKeepsTheKey() throws Exception {
        SoftwareToken token = create();
        String id = token.generate(KeyKind.EC_P256, KeyUsage.SIGNING, Optional.of(MEMBER));
        byte[] index = Files.readAllBytes(directory().resolve("token.yaml"));
        JcaPKCS10CertificationRequest request =
                new JcaPKCS10CertificationRequest(token.certificateRequest(id, new X500Principal("CN=x")));
        X509Certificate certificate = AUTHORITY.certify(
                CertificateForm.signing(TestAuthority.memberName(MEMBER, "ss1")), request.getPublicKey());
        token.importCertificate(id, certificate, KeyStatus.REGISTERED);
        Files.write(directory().resolve("token.yaml"), index);

        SoftwareToken reopened = open();
        assertThat(reopened.keys().get(0).status()).isEqualTo(KeyStatus.SAVED);
        assertThat(reopened.keys().get(0).certificate()).contains(certificate);
        assertThat(reopened.keyRing().signing(MEMBER)).isEmpty();
    }

    @Test
    void aListedKeyWithoutItsFileIsAnError() throws Exception {
        String id = importSigning(create(), MEMBER, TestKeys.EC_P256);
        Files.delete(directory().resolve(id + ".p12"));
        assertThatThrownBy(this::open).isInstanceOf(TokenException.class).hasMessageContaining(id);
    }

    @Test
    void aFailedWriteLeavesTheTokenAsItWas() throws Exception {
        SoftwareToken token = create();
        String id = importSigning(token, MEMBER, TestKeys.EC_P256);
        // the index cannot be replaced: something that is not a file stands in its place
        Path index = directory().resolve("token.yaml");
        byte[] content = Files.readAllBytes(index);
        Files.delete(index);
        Files.createDirectory(index);
        Files.createDirectory(index.resolve("full"));
        assertThatThrownBy(() -> token.change(id, false, KeyStatus.SAVED)).isInstanceOf(TokenException.class);
        assertThat(token.keyRing().signing(MEMBER)).hasSize(1);
        assertThat(token.keys().get(0).isActive()).isTrue();
        Files.delete(index.resolve("full"));
        Files.delete(index);
        Files.write(index, content);
        Files.setPosixFilePermissions(index, PosixFilePermissions.fromString("rw-------"));
        assertThat(open().keyRing().signing(MEMBER)).hasSize(1);
    }

    @Test
    void aClosedTokenGivesNoKeysAndTakesNoChanges() throws Exception {
        SoftwareToken token = create();
        importSigning(token, MEMBER, TestKeys.EC_P256);
        token.close();
        assertThat(token.keyRing().signing(MEMBER)).isEmpty();
        assertThatThrownBy(() -> token.generate(KeyKind.EC_P256, KeyUsage.AUTHENTICATION, Optional.empty()))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void theCallersPinIsCopiedNotKept() throws Exception {
        create().close();
        char[] pin = PIN.toCharArray();
        SoftwareToken token = SoftwareToken.open(directory(), pin);
        Arrays.fill(pin, '\0');
        importSigning(token, MEMBER, TestKeys.EC_P256);
        assertThat(open().keyRing().signing(MEMBER)).hasSize(1);
    }

    @Test
    void neitherPinNorKeyShowsInTextsOrFiles() throws Exception {
        TestCertificate signing = AUTHORITY.signing(MEMBER, TestKeys.EC_P256);
        SoftwareToken token = create();
        String id = token.importKey(signing.privateKey(), signing.certificate(), KeyUsage.SIGNING, Optional.of(MEMBER));
        TestCertificate tls = AUTHORITY.authentication(MEMBER, "ss1", TestKeys.RSA_2048);
        token.importKey(tls.privateKey(), tls.certificate(), KeyUsage.AUTHENTICATION, Optional.empty());

        StringWriter texts = new StringWriter();
        PrintWriter out = new PrintWriter(texts);
        out.println(token + " " + token.keys() + " " + token.keyRing() + " "
                + token.keyRing().signing(MEMBER));
        out.println(token.keyRing().authenticationKeys());
        out.println(new KeyFile.Content(signing.privateKey(), signing.certificate()));
        out.println(Files.readString(directory().resolve("token.yaml")));
        Files.write(directory().resolve(id + ".p12"), new byte[10]);
        printFailure(out, this::open);
        printFailure(out, () -> SoftwareToken.open(directory(), (PIN + "x").toCharArray()));
        for (Path file : files()) {
            out.println(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
        for (String canary : canaries(signing.privateKey(), tls.privateKey())) {
            assertThat(texts.toString()).doesNotContainIgnoringCase(canary);
        }
    }

    private static List<String> canaries(PrivateKey... keys) {
        return Stream.concat(
                        Stream.of(PIN, Base64.getEncoder().encodeToString(PIN.getBytes(StandardCharsets.US_ASCII))),
                        Stream.of(keys).flatMap(SoftwareTokenTest::encodings))
                .toList();
    }

    private static Stream<String> encodings(PrivateKey key) {
        byte[] encoded = key.getEncoded();
        // the private number lies behind the algorithm identifier
        byte[] part = Arrays.copyOfRange(encoded, encoded.length / 2, encoded.length / 2 + 24);
        return Stream.of(
                HexFormat.of().formatHex(part),
                HexFormat.ofDelimiter(":").formatHex(part),
                Base64.getEncoder().encodeToString(part),
                new java.math.BigInteger(1, part).toString(),
                new String(part, StandardCharsets.ISO_8859_1),
                Arrays.toString(part));
    }

    private static void printFailure(PrintWriter out, ThrowingOpen action) {
        try {
            action.run();
            throw new AssertionError("The token opened");
        } catch (TokenException e) {
            e.printStackTrace(out);
        }
    }

    private interface ThrowingOpen {
        SoftwareToken run() throws TokenException;
    }

    private static String importSigning(SoftwareToken token, MemberId member, TestKeys kind) throws TokenException {
        TestCertificate signing = AUTHORITY.signing(member, kind);
        return token.importKey(signing.privateKey(), signing.certificate(), KeyUsage.SIGNING, Optional.of(member));
    }

    private SoftwareToken create() throws TokenException {
        return SoftwareToken.create(directory(), PIN.toCharArray(), Clock.systemUTC(), new SecureRandom());
    }

    private SoftwareToken open() throws TokenException {
        return SoftwareToken.open(directory(), PIN.toCharArray());
    }

    private Path directory() {
        return parent.resolve("keys");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.toList();
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

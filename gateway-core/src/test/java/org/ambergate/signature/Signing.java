package org.ambergate.signature;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.MemberId;
import org.ambergate.message.MessageDigests;
import org.ambergate.pki.PathValidator;
import org.ambergate.pki.TrustBase;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;

/** A member that signs, and a verifier that trusts its authority. */
final class Signing {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final MemberId MEMBER = new MemberId("TEST", "COM", "1234");

    final TestAuthority authority;
    final TestCertificate certificate;
    final TrustBase trust;
    final MessageVerifier verifier;

    Signing(TestAuthority authority, TestCertificate certificate) {
        this.authority = authority;
        this.certificate = certificate;
        this.trust = authority.trust("TEST");
        this.verifier = new MessageVerifier(new PathValidator(trust), trust);
    }

    static Signing with(TestKeys kind) {
        TestAuthority authority = TestAuthority.create("Test Root");
        return new Signing(authority, authority.signing(MEMBER, kind));
    }

    SigningCredential credential() {
        return authority.credential(certificate, NOW);
    }

    List<SignedMessage> sign(MessageDigests... batch) throws LocalFault {
        return MessageSigner.sign(Arrays.asList(batch), credential(), NOW);
    }

    VerifiedMessage verify(SignedMessage message) throws LocalFault {
        return verify(message.digests(), message.parts());
    }

    VerifiedMessage verify(MessageDigests received, SignatureParts parts) throws LocalFault {
        return verifier.verify(received, parts, MEMBER, NOW);
    }

    /** A message with this many attachments; the name makes it unlike others. */
    static MessageDigests message(String name, int attachments) {
        return new MessageDigests(
                DigestAlgorithm.SHA512.of(name.getBytes(StandardCharsets.UTF_8)),
                IntStream.rangeClosed(1, attachments)
                        .mapToObj(i ->
                                DigestAlgorithm.SHA512.of((name + " attachment " + i).getBytes(StandardCharsets.UTF_8)))
                        .toList());
    }

    static String xml(SignatureParts parts) {
        return new String(parts.signature(), StandardCharsets.UTF_8);
    }

    static SignatureParts withXml(SignatureParts parts, String xml) {
        return new SignatureParts(xml.getBytes(StandardCharsets.UTF_8), parts.batch());
    }
}

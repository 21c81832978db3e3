package org.ambergate.testsupport;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.asic.AsicAttachment;
import org.ambergate.asic.AsicContent;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.MemberId;
import org.ambergate.message.MessageDigests;
import org.ambergate.pki.TrustBase;
import org.ambergate.signature.EncapsulatedTimestamp;
import org.ambergate.signature.MessageSigner;
import org.ambergate.signature.ReadSignature;
import org.ambergate.signature.SignatureParts;
import org.ambergate.signature.SignedMessage;
import org.ambergate.signature.SigningCredential;
import org.ambergate.signature.TimestampChain;
import org.ambergate.timestamp.TimestampRequest;

/** A member that signs messages, and an authority that time-stamps them: what containers are made of. */
public final class Evidence {
    public static final Instant SIGNED = Instant.parse("2026-11-23T12:00:00Z");
    public static final Instant STAMPED = Instant.parse("2026-11-23T12:01:00Z");
    public static final MemberId MEMBER = new MemberId("TEST", "COM", "1234");

    private final TestAuthority authority = TestAuthority.create("Test Root");
    private final TestCertificate signer = authority.signing(MEMBER, TestKeys.EC_P256);
    private final TestCertificate stamper = TestTimestamps.authority("Test TSA", TestKeys.EC_P256);

    public TestAuthority authority() {
        return authority;
    }

    public TestCertificate signer() {
        return signer;
    }

    public TestCertificate stamper() {
        return stamper;
    }

    public TrustBase trust() {
        return authority.trust(MEMBER.instance());
    }

    public List<X509Certificate> timestampCertificates() {
        return List.of(stamper.certificate());
    }

    /** The head of a request from the member; the query id makes it unlike others. */
    public static byte[] request(String queryId) {
        return ("GET\r\n/r1/TEST/COM/1234/SUB/service/path\r\nX-Road-Client:TEST/COM/1234/SUB\r\nx-road-id:" + queryId
                        + "\r\nx-road-request-id:7c3cf3a5-9b7e-4c8e-a08b-6e3d1c0b2f11\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A head alone under a plain signature, time-stamped by itself. */
    public AsicContent plain() throws LocalFault {
        return stampedAlone(signed(credential(), List.of(request("plain"))).get(0), STAMPED);
    }

    /** A head and a body under a hash chain, time-stamped by itself. */
    public AsicContent withBody() throws LocalFault {
        return stampedAlone(
                signed(credential(), List.of(request("body"), "a body".getBytes(StandardCharsets.UTF_8)))
                        .get(0),
                STAMPED);
    }

    /** Three messages under one signature and one time-stamp, each with a body. */
    public List<AsicContent> batch() throws LocalFault {
        List<AsicContent> unstamped = signed(
                credential(),
                List.of(request("one"), new byte[] {1}),
                List.of(request("two"), new byte[] {2}),
                List.of(request("three"), new byte[] {3}));
        return stamped(unstamped, STAMPED);
    }

    public SigningCredential credential() {
        return authority.credential(signer, SIGNED);
    }

    /** Messages, head first, signed together. */
    @SafeVarargs
    public final List<AsicContent> signed(SigningCredential credential, List<byte[]>... messages) throws LocalFault {
        List<MessageDigests> digests = new ArrayList<>();
        for (List<byte[]> message : messages) {
            digests.add(new MessageDigests(
                    DigestAlgorithm.SHA512.of(message.get(0)),
                    message.subList(1, message.size()).stream()
                            .map(DigestAlgorithm.SHA512::of)
                            .toList()));
        }
        List<AsicContent> contents = new ArrayList<>();
        List<SignedMessage> signed = MessageSigner.sign(digests, credential, SIGNED);
        for (int i = 0; i < messages.length; i++) {
            contents.add(new AsicContent(
                    messages[i].get(0),
                    messages[i].subList(1, messages[i].size()).stream()
                            .map(AsicAttachment::of)
                            .toList(),
                    signed.get(i).parts(),
                    Optional.empty()));
        }
        return contents;
    }

    public AsicContent stampedAlone(AsicContent content, Instant genTime) throws LocalFault {
        byte[] value = ReadSignature.of(content.signature().signature()).signatureValue();
        byte[] xml = EncapsulatedTimestamp.into(content.signature().signature(), token(value, genTime));
        return new AsicContent(
                content.message(),
                content.attachments(),
                new SignatureParts(xml, content.signature().batch()),
                Optional.empty());
    }

    /** All under one time-stamp, over a hash chain even if it is only one. */
    public List<AsicContent> stamped(List<AsicContent> contents, Instant genTime) {
        TimestampChain chain = TimestampChain.over(contents.stream()
                .map(content -> TimestampChain.leaf(content.signature().signature()))
                .toList());
        byte[] token = token(chain.result(), genTime);
        List<AsicContent> stamped = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            AsicContent content = contents.get(i);
            stamped.add(new AsicContent(
                    content.message(),
                    content.attachments(),
                    content.signature(),
                    Optional.of(new AsicContent.BatchTimestamp(token, chain.result(), chain.chain(i)))));
        }
        return stamped;
    }

    /** A token of the authority over some data. */
    public byte[] token(byte[] data, Instant genTime) {
        byte[] request = TimestampRequest.bare(DigestAlgorithm.SHA512.of(data)).encoded();
        return TestTimestamps.token(request, TimestampForm.honest(genTime, stamper));
    }
}

package org.ambergate.sandbox.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.RemoteFault;
import org.ambergate.message.MessageDigests;
import org.ambergate.net.BodySink;
import org.ambergate.net.Deadline;
import org.ambergate.net.EdgeThreads;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpLink;
import org.ambergate.net.HttpLinkSettings;
import org.ambergate.net.HttpLinks;
import org.ambergate.net.HttpResponse;
import org.ambergate.net.LinkTls;
import org.ambergate.net.TlsIdentity;
import org.ambergate.pki.Certificates;
import org.ambergate.sandbox.SandboxIds;
import org.ambergate.sandbox.ServerHome;
import org.ambergate.signature.MessageSigner;
import org.ambergate.signature.SignatureParts;
import org.ambergate.signature.SigningCredential;
import org.ambergate.signing.MemberKey;
import org.ambergate.signing.SoftwareToken;
import org.ambergate.signing.TlsKey;
import org.ambergate.transport.FaultMessage;
import org.ambergate.transport.PartType;
import org.ambergate.transport.TransportEncoder;

/**
 * Sends the provider's server what the consumer's server never would: messages with the signature of one's choice, or
 * with none, over a connection with the consumer's own keys.
 */
final class SignedProbe implements AutoCloseable {
    /** What the provider's server answers to a request that reached its service. */
    static final Answer DELIVERED = new Answer("", "");

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final InetSocketAddress provider;
    private final EdgeThreads threads = EdgeThreads.start();
    private final HttpLinks links = new HttpLinks(HttpLinkSettings.DEFAULT, threads);
    private final TlsIdentity identity;
    private final byte[] ocspResponse;
    private final SigningCredential credential;

    /** A fault's code and text, without the detail, which differs each time. */
    record Answer(String code, String text) {}

    SignedProbe(ServerHome consumer, InetSocketAddress provider) throws Exception {
        this.provider = provider;
        char[] pin =
                Files.readString(consumer.directory().resolve("pin")).strip().toCharArray();
        try (SoftwareToken token = SoftwareToken.open(consumer.directory().resolve("token"), pin)) {
            TlsKey tls = token.keyRing().authenticationKeys().get(0);
            MemberKey signing =
                    token.keyRing().signing(SandboxIds.CONSUMER_MEMBER).get(0);
            this.identity = new TlsIdentity(tls.key(), List.of(tls.certificate()));
            this.ocspResponse = ocsp(consumer, tls.certificate());
            this.credential = new SigningCredential(
                    signing.key(), signing.certificate(), List.of(), List.of(ocsp(consumer, signing.certificate())));
        }
    }

    SignatureParts sign(byte[] head) throws LocalFault {
        MessageDigests digests = new MessageDigests(DigestAlgorithm.SHA512.of(head), List.of());
        return MessageSigner.sign(List.of(digests), credential, Instant.now())
                .get(0)
                .parts();
    }

    /** Sends a request without a body. */
    Answer send(String requestId, byte[] head, Optional<byte[]> signature) throws LocalFault {
        TransportEncoder encoder = new TransportEncoder(TransportEncoder.newBoundary(ThreadLocalRandom.current()));
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(encoder.part(PartType.OCSP_RESPONSE, ocspResponse));
        message.writeBytes(encoder.part(PartType.REST_REQUEST, head));
        signature.ifPresent(xml -> message.writeBytes(encoder.part(PartType.SIGNATURE, xml)));
        message.writeBytes(encoder.close());
        HttpFields fields = HttpFields.of("Host", "provider")
                .with("Content-Type", encoder.contentType())
                .with("x-hash-algorithm", "SHA-512")
                .with("x-proxy-version", "7.8.0")
                .with("x-road-message-type", "REST")
                .with("x-road-request-id", requestId);
        return exchange(fields, message.toByteArray());
    }

    @Override
    public void close() {
        links.close();
        threads.close();
    }

    private Answer exchange(HttpFields fields, byte[] message) throws LocalFault {
        Deadline deadline = Deadline.after(LIMIT);
        LinkTls tls = LinkTls.presenting(() -> identity, (chain, address, until) -> {});
        HttpLink link = links.open(List.of(provider), Optional.of(tls), deadline);
        BodySink sink = link.send("POST", "/", fields, OptionalLong.of(message.length), deadline);
        sink.write(ByteBuffer.wrap(message), deadline);
        sink.finish(deadline);
        HttpResponse response = link.receive(deadline);
        byte[] body = whole(response, deadline);
        link.release();
        if (!response.fields().first("content-type").orElse("").startsWith("text/xml")) {
            return DELIVERED;
        }
        RemoteFault fault = FaultMessage.parse(body);
        return new Answer(fault.faultCode(), fault.text());
    }

    private static byte[] whole(HttpResponse response, Deadline deadline) throws LocalFault {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Optional<ByteBuffer> chunk = response.body().read(deadline);
        while (chunk.isPresent()) {
            byte[] bytes = new byte[chunk.get().remaining()];
            chunk.get().get(bytes);
            body.writeBytes(bytes);
            chunk = response.body().read(deadline);
        }
        return body.toByteArray();
    }

    /** The response that the consumer's server has fetched for one of its certificates. */
    private static byte[] ocsp(ServerHome consumer, X509Certificate certificate) throws IOException {
        Path cache = consumer.directory().resolve("data").resolve("ocsp-cache");
        return Files.readAllBytes(cache.resolve(
                DigestAlgorithm.SHA1.of(Certificates.encoded(certificate)).hex() + ".ocsp"));
    }
}

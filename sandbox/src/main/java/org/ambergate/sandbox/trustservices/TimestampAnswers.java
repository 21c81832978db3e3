package org.ambergate.sandbox.trustservices;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TSPValidationException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** Turns time-stamp requests into signed responses. Safe for use by several threads. */
final class TimestampAnswers {
    // From the arc for examples in documentation (2.999); a real authority names its published policy here.
    private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("2.999.1.3161");
    private static final Set<ASN1ObjectIdentifier> IMPRINTS =
            Set.of(TSPAlgorithms.SHA256, TSPAlgorithms.SHA384, TSPAlgorithms.SHA512);

    private final IssuedKey key;
    private final DigestCalculatorProvider digests;
    private final Clock clock;
    private final AtomicLong serialNumber;

    TimestampAnswers(IssuedKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
        this.serialNumber = new AtomicLong(clock.millis());
        try {
            this.digests = new JcaDigestCalculatorProviderBuilder().build();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("The time-stamping authority could not be set up", e);
        }
    }

    /** The DER response; a request that cannot be read, or asks for a weak digest, is rejected in it. */
    byte[] answer(byte[] request) {
        try {
            TimeStampResponseGenerator responses = new TimeStampResponseGenerator(tokens(), IMPRINTS);
            return respond(responses, request);
        } catch (TSPException | IOException e) {
            throw new IllegalStateException("The time-stamping authority could not sign", e);
        }
    }

    private byte[] respond(TimeStampResponseGenerator responses, byte[] request) throws TSPException, IOException {
        TimeStampRequest parsed;
        try {
            parsed = new TimeStampRequest(request);
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle reports some malformed structures with unchecked exceptions.
            return responses
                    .generateRejectedResponse(new TSPException("The request cannot be read", e))
                    .getEncoded();
        }
        BigInteger serial = BigInteger.valueOf(serialNumber.incrementAndGet());
        try {
            return responses
                    .generateGrantedResponse(parsed, serial, Date.from(clock.instant()))
                    .getEncoded();
        } catch (TSPValidationException e) {
            return responses.generateRejectedResponse(e).getEncoded();
        }
    }

    /** A generator per request: Bouncy Castle's is not safe for several threads. */
    private TimeStampTokenGenerator tokens() throws TSPException {
        try {
            SignerInfoGenerator signer = new JcaSimpleSignerInfoGeneratorBuilder()
                    .build(key.signatureAlgorithm(), key.privateKey(), key.certificate());
            TimeStampTokenGenerator tokens = new TimeStampTokenGenerator(
                    signer, digests.get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)), POLICY);
            tokens.addCertificates(new JcaCertStore(List.of(key.certificate())));
            return tokens;
        } catch (OperatorCreationException | CertificateEncodingException e) {
            throw new IllegalStateException("The time-stamping authority's key cannot sign", e);
        }
    }
}

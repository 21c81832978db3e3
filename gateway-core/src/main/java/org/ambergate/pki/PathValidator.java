package org.ambergate.pki;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.Stage;
import org.ambergate.fault.VerificationFault;

/**
 * Decides whether a certificate leads to an approved authority and is not revoked, at an instant (transport
 * specification, sections 1.4 and 7.3). Verdicts that cannot change within their own validity are remembered; only
 * favourable ones are, so nobody can fill the memory with rubbish. Safe for use by several threads.
 */
public final class PathValidator {
    /** Longest chain looked at. */
    public static final int CHAIN_LENGTH_MAX = 5;
    /** Most OCSP responses looked at for one path. */
    public static final int OCSP_RESPONSES_MAX = 10;

    // Peers times their certificates, with room for one renewal of each while the old verdict ages.
    private static final int REMEMBERED_MAX = 4096;

    private final TrustBase trust;
    private final OcspResponseVerifier ocspVerifier;
    private final BoundedCache<OcspVerdict> ocspVerdicts = new BoundedCache<>(REMEMBERED_MAX);
    private final BoundedCache<ValidatedPath> heldPaths = new BoundedCache<>(REMEMBERED_MAX);

    public PathValidator(TrustBase trust) {
        this.trust = trust;
        this.ocspVerifier = new OcspResponseVerifier(trust);
    }

    /**
     * Validates a chain as a peer presented it.
     *
     * <p>The trust anchor is the approved authority that issued the last certificate presented, and every certificate
     * before it needs its own OCSP response. If no approved authority issued the last one, the direct issuer of the leaf
     * is the anchor and the other certificates do not matter.
     *
     * @param instance the instance of the party that the leaf is to stand for
     * @param chainLeafFirst the certificates presented, leaf first; approved top authorities in it are ignored
     * @param ocspResponses DER responses in any order
     * @throws LocalFault {@code cannot_create_cert_path}, {@code cert_validation}, {@code incorrect_validation_info} or
     *     {@code unsupported_algorithm}
     */
    public ValidatedPath validate(
            String instance, List<X509Certificate> chainLeafFirst, List<byte[]> ocspResponses, Instant at)
            throws LocalFault {
        if (chainLeafFirst.isEmpty() || chainLeafFirst.size() > CHAIN_LENGTH_MAX) {
            throw new LocalFault(
                    VerificationFault.CANNOT_CREATE_CERT_PATH,
                    "A chain of " + chainLeafFirst.size() + " certificates is not accepted");
        }
        if (ocspResponses.size() > OCSP_RESPONSES_MAX) {
            throw missingOcsp("More than " + OCSP_RESPONSES_MAX + " OCSP responses came with one chain");
        }
        Digest question = question(instance, chainLeafFirst, ocspResponses);
        Optional<ValidatedPath> held = heldPaths.find(question);
        if (held.isPresent() && held.get().covers(at)) {
            return held.get();
        }
        ValidatedPath fresh = build(approved(instance), chainLeafFirst, ocspResponses, at);
        heldPaths.put(question, fresh);
        return fresh;
    }

    /**
     * Checks one OCSP response for one certificate that an approved authority issued.
     *
     * @return until when the response counts
     * @throws LocalFault as {@link #validate}
     */
    public Instant checkOcsp(X509Certificate subject, byte[] ocspResponse, String instance, Instant at)
            throws LocalFault {
        CertificationAuthority issuer = approved(instance)
                .issuerOf(subject)
                .orElseThrow(() -> noAnchor("No approved authority issued the certificate"));
        OcspVerdict verdict = verdict(
                OcspResponse.parse(ocspResponse), ocspResponse, subject, issuer.certificate(), approved(instance));
        verdict.check(trust.ocspPolicy(), at);
        return verdict.validUntil(trust.ocspPolicy());
    }

    private ValidatedPath build(
            ApprovedAuthorities approved, List<X509Certificate> presented, List<byte[]> ocspResponses, Instant at)
            throws LocalFault {
        List<X509Certificate> path = withoutTop(approved, presented);
        Optional<CertificationAuthority> anchor = approved.issuerOf(path.get(path.size() - 1));
        if (anchor.isEmpty()) {
            path = path.subList(0, 1);
            anchor = approved.issuerOf(path.get(0));
        }
        if (anchor.isEmpty()) {
            throw noAnchor("No approved authority issued the certificate");
        }
        X509Certificate trusted = anchor.get().certificate();
        PkixPath.check(path, trusted, at);
        Instant from = PkixPath.validFrom(path);
        Instant until = PkixPath.validUntil(path);
        List<OcspResponse> responses = parseAll(ocspResponses);
        for (int i = 0; i < path.size(); i++) {
            X509Certificate issuer = i + 1 < path.size() ? path.get(i + 1) : trusted;
            OcspVerdict verdict = find(path.get(i), issuer, responses, ocspResponses, approved);
            verdict.check(trust.ocspPolicy(), at);
            from = verdict.validFrom().isAfter(from) ? verdict.validFrom() : from;
            Instant end = verdict.validUntil(trust.ocspPolicy());
            until = end.isBefore(until) ? end : until;
        }
        return new ValidatedPath(path.get(0), path, from, until);
    }

    private OcspVerdict find(
            X509Certificate subject,
            X509Certificate issuer,
            List<OcspResponse> responses,
            List<byte[]> encoded,
            ApprovedAuthorities approved)
            throws LocalFault {
        for (int i = 0; i < responses.size(); i++) {
            if (OcspResponseVerifier.isAbout(responses.get(i), subject, issuer)) {
                return verdict(responses.get(i), encoded.get(i), subject, issuer, approved);
            }
        }
        throw missingOcsp("No OCSP response came for the certificate with SHA-256 "
                + Certificates.sha256(subject).hex());
    }

    private OcspVerdict verdict(
            OcspResponse response,
            byte[] encoded,
            X509Certificate subject,
            X509Certificate issuer,
            ApprovedAuthorities approved)
            throws LocalFault {
        Digest question = DigestAlgorithm.SHA256.ofPieces(
                List.of(encoded, Certificates.encoded(subject), Certificates.encoded(issuer)));
        Optional<OcspVerdict> remembered = ocspVerdicts.find(question);
        if (remembered.isPresent()) {
            return remembered.get();
        }
        OcspVerdict verdict = ocspVerifier.verify(response, subject, issuer, approved.respondersOf(issuer));
        ocspVerdicts.put(question, verdict);
        return verdict;
    }

    private ApprovedAuthorities approved(String instance) throws LocalFault {
        return trust.of(instance).orElseThrow(() -> noAnchor("The instance has no approved authorities"));
    }

    private static List<OcspResponse> parseAll(List<byte[]> ocspResponses) throws LocalFault {
        List<OcspResponse> parsed = new ArrayList<>(ocspResponses.size());
        for (byte[] der : ocspResponses) {
            parsed.add(OcspResponse.parse(der));
        }
        return parsed;
    }

    private static List<X509Certificate> withoutTop(ApprovedAuthorities approved, List<X509Certificate> chain) {
        int end = chain.size();
        while (end > 1 && approved.isTop(chain.get(end - 1))) {
            end--;
        }
        return chain.subList(0, end);
    }

    private static Digest question(String instance, List<X509Certificate> chain, List<byte[]> ocspResponses) {
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(instance.getBytes(StandardCharsets.UTF_8));
        pieces.add(new byte[] {(byte) chain.size()});
        chain.forEach(c -> pieces.add(Certificates.encoded(c)));
        pieces.addAll(ocspResponses);
        return DigestAlgorithm.SHA256.ofPieces(pieces);
    }

    private static LocalFault noAnchor(String text) {
        return new LocalFault(GeneralFault.INTERNAL_ERROR, text).within(Stage.CANNOT_CREATE_CERT_PATH);
    }

    private static LocalFault missingOcsp(String text) {
        return new LocalFault(VerificationFault.INCORRECT_VALIDATION_INFO, text);
    }
}

package org.ambergate.ocsp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;

/**
 * What port 5577 answers (transport specification, section 7.1). One part for each {@code cert} in order; {@code
 * cert_hash} counts only where there is no {@code cert}, because callers of version 7.8 send both and expect one part for
 * each certificate.
 *
 * @param status 200 or 500
 * @param contentType the Content-Type header
 * @param body the body; empty for HEAD
 */
public record OcspAnswer(int status, String contentType, byte[] body) {
    /** A caller asks for one TLS chain; this bounds the answer's size and the work for it. */
    public static final int CERTIFICATES_MAX = 16;

    private static final String PLAIN_TEXT = "text/plain;charset=utf-8";
    private static final int OK = 200;
    private static final int FAILED = 500;

    /** Finds the response for a certificate by the certificate's SHA-1 or SHA-256 digest. */
    @FunctionalInterface
    public interface Lookup {
        /** The DER response, or empty if there is no fresh one; may block while one is fetched. */
        Optional<byte[]> find(Digest certificate);
    }

    /**
     * Answers a request.
     *
     * @param method the HTTP method
     * @param target the request target with the query
     * @param lookup where responses come from
     * @param boundary an unpredictable multipart boundary
     */
    public static OcspAnswer of(String method, String target, Lookup lookup, String boundary) {
        if (method.equals("HEAD")) {
            return new OcspAnswer(OK, PLAIN_TEXT, new byte[0]);
        }
        if (!method.equals("GET")) {
            return failed("Only GET and HEAD are answered here");
        }
        List<String> hashes = values(target, "cert");
        DigestAlgorithm algorithm = DigestAlgorithm.SHA1;
        if (hashes.isEmpty()) {
            hashes = values(target, "cert_hash");
            algorithm = DigestAlgorithm.SHA256;
        }
        if (hashes.isEmpty() || hashes.size() > CERTIFICATES_MAX) {
            return failed("Between 1 and " + CERTIFICATES_MAX + " certificates can be asked for");
        }
        return answer(hashes, algorithm, lookup, boundary);
    }

    private static OcspAnswer answer(List<String> hashes, DigestAlgorithm algorithm, Lookup lookup, String boundary) {
        List<byte[]> responses = new ArrayList<>();
        for (String hash : hashes) {
            Optional<byte[]> response = digest(hash, algorithm).flatMap(lookup::find);
            if (response.isEmpty()) {
                return failed("There is no OCSP response for one of the certificates");
            }
            responses.add(response.get());
        }
        return new OcspAnswer(OK, OcspMultipart.contentType(boundary), OcspMultipart.write(responses, boundary));
    }

    private static List<String> values(String target, String name) {
        List<String> values = new ArrayList<>();
        int query = target.indexOf('?');
        if (query >= 0) {
            // a limit one above the allowed number of both kinds together keeps a long query cheap
            for (String parameter : target.substring(query + 1).split("&", 2 * CERTIFICATES_MAX + 2)) {
                if (parameter.startsWith(name + "=")) {
                    values.add(parameter.substring(name.length() + 1));
                }
            }
        }
        return values;
    }

    private static Optional<Digest> digest(String hash, DigestAlgorithm algorithm) {
        if (hash.length() != 2 * algorithm.length()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Digest(algorithm, HexFormat.of().parseHex(hash.toLowerCase(Locale.ROOT))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static OcspAnswer failed(String text) {
        return new OcspAnswer(FAILED, PLAIN_TEXT, text.getBytes(StandardCharsets.UTF_8));
    }
}

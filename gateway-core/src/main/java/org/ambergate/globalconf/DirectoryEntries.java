package org.ambergate.globalconf;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;

/**
 * What the signed part of a directory says. Read only after the signature was verified.
 *
 * @param expires the first instant at which the directory no longer holds
 * @param version the format version of the parts
 * @param parts the parts listed
 */
record DirectoryEntries(Instant expires, int version, List<SignedDirectory.Part> parts) {
    /** Five kinds of parts are known; a source may list the shared parameters of many instances. */
    static final int PARTS_MAX = 256;

    /** A signed part has headers only, so two lines in a row may be a header's end and a boundary. */
    static DirectoryEntries parse(byte[] signed, String boundary) throws LocalFault {
        DirectoryLines lines = new DirectoryLines(signed);
        lines.expect("--" + boundary);
        HeaderFields first = lines.header();
        lines.expect("--" + boundary);
        List<SignedDirectory.Part> parts = new ArrayList<>();
        boolean more = true;
        while (more) {
            if (parts.size() == PARTS_MAX) {
                throw DirectoryLines.malformed("The directory lists more than " + PARTS_MAX + " parts");
            }
            HeaderFields header = lines.header();
            String digest = lines.next();
            parts.add(part(header, digest));
            String delimiter = lines.next();
            more = delimiter.equals("--" + boundary);
            if (!more && !delimiter.equals("--" + boundary + "--")) {
                throw DirectoryLines.malformed("A boundary of the directory does not stand where it must");
            }
        }
        if (!lines.atEnd()) {
            throw DirectoryLines.malformed("Something follows the last part of the directory");
        }
        return new DirectoryEntries(expires(first), version(first), List.copyOf(parts));
    }

    private static SignedDirectory.Part part(HeaderFields header, String digestText) throws LocalFault {
        header.require("content-type", "application/octet-stream");
        header.require("content-transfer-encoding", "base64");
        Optional<String> rawIdentifier = header.first("content-identifier");
        HeaderValue identifier =
                rawIdentifier.isPresent() ? HeaderValue.parse(rawIdentifier.get()) : new HeaderValue("", Map.of());
        Optional<ConfigurationPart> kind = ConfigurationPart.byContentIdentifier(identifier.value());
        boolean parameters = kind.filter(part ->
                        part == ConfigurationPart.PRIVATE_PARAMETERS || part == ConfigurationPart.SHARED_PARAMETERS)
                .isPresent();
        if (parameters) {
            identifier.required("instance");
        }
        return new SignedDirectory.Part(
                identifier.value(),
                kind,
                identifier.parameter("instance"),
                header.required("content-location"),
                header.first("content-file-name"),
                digest(header.required("hash-algorithm-id"), digestText));
    }

    /** A part's integrity rests on its digest, so the broken algorithms are refused here. */
    private static Digest digest(String algorithmUri, String text) throws LocalFault {
        DigestAlgorithm algorithm = DigestAlgorithm.byUri(algorithmUri)
                .filter(DigestAlgorithm::isStrong)
                .orElseThrow(() -> new LocalFault(
                        VerificationFault.UNSUPPORTED_ALGORITHM,
                        "The directory names a part by a digest algorithm that is not allowed"));
        byte[] value = DirectoryEnvelope.base64(text);
        if (value.length != algorithm.length()) {
            throw DirectoryLines.malformed("A digest in the directory does not have its algorithm's length");
        }
        return new Digest(algorithm, value);
    }

    private static Instant expires(HeaderFields header) throws LocalFault {
        try {
            return OffsetDateTime.parse(header.required("expire-date")).toInstant();
        } catch (DateTimeException e) {
            throw DirectoryLines.malformed("The directory's Expire-date is not in ISO 8601 form with an offset")
                    .causedBy(e);
        }
    }

    private static int version(HeaderFields header) throws LocalFault {
        String text = header.first("version").orElse(Integer.toString(SharedParameters.VERSION_MIN));
        for (int v = SharedParameters.VERSION_MIN; v <= SharedParameters.VERSION_MAX; v++) {
            if (text.equals(Integer.toString(v))) {
                return v;
            }
        }
        throw DirectoryLines.malformed("The directory's version is not one that this server reads");
    }
}

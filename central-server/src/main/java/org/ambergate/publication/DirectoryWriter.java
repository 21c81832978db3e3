package org.ambergate.publication;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.pki.Certificates;

/** Writes and signs a directory (global configuration specification, section 3.5). */
final class DirectoryWriter {
    private static final String LINE_END = "\r\n";
    private static final int BOUNDARY_LENGTH = 20;

    private DirectoryWriter() {}

    /** All with SHA-512; EC signatures in DER, which is what readers of these files expect. */
    private enum Method {
        RSA("SHA512withRSA", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"),
        ECDSA("SHA512withECDSA", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512");

        private final String jcaName;
        private final String uri;

        Method(String jcaName, String uri) {
            this.jcaName = jcaName;
            this.uri = uri;
        }

        static Method of(PrivateKey key) throws LocalFault {
            return switch (key.getAlgorithm()) {
                case "RSA" -> RSA;
                case "EC", "ECDSA" -> ECDSA;
                default ->
                    throw new LocalFault(
                            VerificationFault.UNSUPPORTED_ALGORITHM, "Directories are signed with RSA or EC keys");
            };
        }
    }

    static byte[] write(List<ListedPart> parts, int version, Instant expires, PublicationKey key) throws LocalFault {
        StringBuilder content = new StringBuilder();
        String inner = boundary("inner" + version + expires + parts);
        content.append("--").append(inner).append(LINE_END);
        line(content, "Expire-date: " + expires.truncatedTo(ChronoUnit.SECONDS));
        line(content, "Version: " + version);
        for (ListedPart part : parts) {
            content.append(LINE_END).append("--").append(inner).append(LINE_END);
            part(content, part);
        }
        content.append(LINE_END).append("--").append(inner).append("--").append(LINE_END);
        return envelope(content.toString(), inner, key);
    }

    private static void part(StringBuilder content, ListedPart part) {
        line(content, "Content-type: application/octet-stream");
        line(content, "Content-transfer-encoding: base64");
        line(content, "Content-identifier: " + part.contentIdentifier() + "; instance='" + part.instance() + "'");
        line(content, "Content-location: " + part.path());
        line(content, "Hash-algorithm-id: " + part.digest().algorithm().uri());
        content.append(LINE_END).append(part.digest().base64());
    }

    private static byte[] envelope(String signed, String inner, PublicationKey key) throws LocalFault {
        Method method = Method.of(key.privateKey());
        String outer = boundary("outer" + signed);
        StringBuilder out = new StringBuilder();
        line(out, "Content-Type: multipart/related; charset=UTF-8; boundary=" + outer);
        line(out, LINE_END + "--" + outer);
        line(out, "Content-Type: multipart/mixed; charset=UTF-8; boundary=" + inner);
        line(out, "");
        line(out, signed);
        line(out, "--" + outer);
        line(out, "Content-Type: application/octet-stream");
        line(out, "Content-Transfer-Encoding: base64");
        line(out, "Signature-Algorithm-Id: " + method.uri);
        line(out, "Verification-certificate-hash: " + certificateHash(key));
        line(out, LINE_END + Base64.getEncoder().encodeToString(sign(signed, method, key)));
        line(out, "--" + outer + "--");
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String certificateHash(PublicationKey key) {
        DigestAlgorithm algorithm = DigestAlgorithm.SHA512;
        return algorithm.of(Certificates.encoded(key.certificate())).base64() + "; hash-algorithm-id=\""
                + algorithm.uri() + "\"";
    }

    private static byte[] sign(String signed, Method method, PublicationKey key) throws LocalFault {
        try {
            Signature signature = Signature.getInstance(method.jcaName);
            signature.initSign(key.privateKey());
            signature.update(signed.getBytes(StandardCharsets.UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new LocalFault(
                            VerificationFault.CANNOT_CREATE_SIGNATURE, "The directory could not be signed with its key")
                    .causedBy(e);
        }
    }

    /** Made from the content, so that writing is a pure function; no line of a directory begins with a digest. */
    private static String boundary(String content) {
        return DigestAlgorithm.SHA256
                .of(content.getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, BOUNDARY_LENGTH);
    }

    private static void line(StringBuilder out, String text) {
        out.append(text).append(LINE_END);
    }
}

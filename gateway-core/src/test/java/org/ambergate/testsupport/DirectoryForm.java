package org.ambergate.testsupport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.pki.Certificates;

/**
 * What a signed directory is to look like. Starts from the form of a central server; change what the test is about.
 * Written apart from the product's own writer, so that reader and writer are not checked against each other alone.
 *
 * @param outerHeader the outermost header, with its line ends and the blank line
 * @param firstHeader header lines of the first inner part
 * @param parts each part as it stands between two boundaries
 * @param signatureUri value of Signature-Algorithm-Id
 * @param jcaName the algorithm signed with
 * @param hashParameter the parameter of Verification-certificate-hash
 * @param afterSignedPart what stands between the signed bytes and the outer boundary
 * @param tail what stands after the signature
 */
public record DirectoryForm(
        String outerHeader,
        List<String> firstHeader,
        List<String> parts,
        String signatureUri,
        String jcaName,
        String hashParameter,
        String afterSignedPart,
        String tail) {
    private static final String SHA512 = DigestAlgorithm.SHA512.uri();

    /** A directory of version 6, signed with RSA and SHA-512. */
    public static DirectoryForm expiring(String expireDate) {
        return new DirectoryForm(
                "Content-Type: multipart/related; charset=UTF-8; boundary=OUTER\r\n\r\n",
                List.of("Expire-date: " + expireDate, "Version: 6"),
                List.of(),
                "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
                "SHA512withRSA",
                "hash-algorithm-id=\"" + SHA512 + "\"",
                "\r\n",
                "\r\n--OUTER--\r\n");
    }

    /** One part as a central server lists it. */
    public static String part(String identifier, String instance, String location, byte[] content) {
        return part(Optional.of(identifier + "; instance='" + instance + "'"), location, SHA512, content);
    }

    /** One part with any content identifier and digest algorithm. */
    public static String part(Optional<String> identifier, String location, String hashUri, byte[] content) {
        String digest = DigestAlgorithm.byUri(hashUri)
                .map(algorithm -> algorithm.of(content).base64())
                .orElse("AAAA");
        return "Content-type: application/octet-stream\r\nContent-transfer-encoding: base64\r\n"
                + identifier.map(text -> "Content-identifier: " + text + "\r\n").orElse("")
                + "Content-location: " + location + "\r\nHash-algorithm-id: " + hashUri + "\r\n\r\n" + digest;
    }

    public DirectoryForm withOuterHeader(String header) {
        return new DirectoryForm(
                header, firstHeader, parts, signatureUri, jcaName, hashParameter, afterSignedPart, tail);
    }

    public DirectoryForm withFirstHeader(String... lines) {
        return new DirectoryForm(
                outerHeader, List.of(lines), parts, signatureUri, jcaName, hashParameter, afterSignedPart, tail);
    }

    public DirectoryForm with(String part) {
        List<String> more = new ArrayList<>(parts);
        more.add(part);
        return new DirectoryForm(
                outerHeader, firstHeader, more, signatureUri, jcaName, hashParameter, afterSignedPart, tail);
    }

    public DirectoryForm withAlgorithm(String uri, String name) {
        return new DirectoryForm(outerHeader, firstHeader, parts, uri, name, hashParameter, afterSignedPart, tail);
    }

    public DirectoryForm withHashParameter(String parameter) {
        return new DirectoryForm(
                outerHeader, firstHeader, parts, signatureUri, jcaName, parameter, afterSignedPart, tail);
    }

    public DirectoryForm withAfterSignedPart(String text) {
        return new DirectoryForm(outerHeader, firstHeader, parts, signatureUri, jcaName, hashParameter, text, tail);
    }

    public DirectoryForm withTail(String text) {
        return new DirectoryForm(
                outerHeader, firstHeader, parts, signatureUri, jcaName, hashParameter, afterSignedPart, text);
    }

    /** The bytes that are signed. */
    public String signedText() {
        StringBuilder text = new StringBuilder("--INNER\r\n");
        firstHeader.forEach(line -> text.append(line).append("\r\n"));
        parts.forEach(part -> text.append("\r\n--INNER\r\n").append(part));
        return text.append("\r\n--INNER--\r\n").toString();
    }

    /** The whole directory. */
    public byte[] sign(TestCertificate signer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String signed = signedText();
        append(out, outerHeader + "--OUTER\r\nContent-Type: multipart/mixed; charset=UTF-8; boundary=INNER\r\n\r\n");
        append(out, signed + afterSignedPart + "--OUTER\r\nContent-Type: application/octet-stream\r\n");
        append(out, "Content-Transfer-Encoding: base64\r\nSignature-Algorithm-Id: " + signatureUri + "\r\n");
        String hash = DigestAlgorithm.SHA512
                .of(Certificates.encoded(signer.certificate()))
                .base64();
        append(out, "Verification-certificate-hash: " + hash + "; " + hashParameter + "\r\n\r\n");
        append(out, Base64.getEncoder().encodeToString(signature(signed, signer)) + tail);
        return out.toByteArray();
    }

    private byte[] signature(String signed, TestCertificate signer) {
        try {
            Signature signature = Signature.getInstance(jcaName);
            if (jcaName.equals("RSASSA-PSS")) {
                signature.setParameter(new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, 1));
            }
            signature.initSign(signer.privateKey());
            signature.update(signed.getBytes(StandardCharsets.UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void append(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}

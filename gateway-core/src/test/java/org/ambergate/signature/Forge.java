package org.ambergate.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Optional;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.message.MessageDigests;
import org.ambergate.pki.SignatureProviders;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Makes signatures that a real member key really made, over whatever one likes: a template is edited as text, then the
 * digest of its signed properties and its signature value are filled in.
 */
final class Forge {
    static final String PROPERTIES = "@PROPERTIES@";
    static final String VALUE = "@VALUE@";

    private final PrivateKey key;
    private final String algorithm;
    private final CanonicalForm infoForm;
    private final CanonicalForm propertiesForm;

    private Forge(PrivateKey key, String algorithm, CanonicalForm infoForm, CanonicalForm propertiesForm) {
        this.key = key;
        this.algorithm = algorithm;
        this.infoForm = infoForm;
        this.propertiesForm = propertiesForm;
    }

    static Forge of(Signing signing) {
        String name =
                signing.certificate.privateKey().getAlgorithm().equals("RSA") ? "SHA512withRSA" : "SHA512withECDSA";
        return new Forge(signing.certificate.privateKey(), name, CanonicalForm.INCLUSIVE, CanonicalForm.INCLUSIVE);
    }

    Forge by(String otherAlgorithm) {
        return new Forge(key, otherAlgorithm, infoForm, propertiesForm);
    }

    Forge canonicalised(CanonicalForm info, CanonicalForm properties) {
        return new Forge(key, algorithm, info, properties);
    }

    /** An honest signature of the message with the two values that depend on the rest taken out. */
    static String template(Signing signing, MessageDigests message) throws LocalFault {
        return open(Signing.xml(signing.sign(message).get(0).parts()));
    }

    static String open(String xml) {
        return xml.replaceFirst("(URI=\"#signed-properties\">.*?<ds:DigestValue>)[^<]*", "$1" + PROPERTIES)
                .replaceFirst("(<ds:SignatureValue[^>]*>)[^<]*", "$1" + VALUE);
    }

    /** Fills the values in and returns the document. */
    String complete(String template) throws LocalFault {
        return complete(template, DigestAlgorithm.SHA512);
    }

    String complete(String template, DigestAlgorithm propertiesDigest) throws LocalFault {
        String filled = template;
        if (template.contains(PROPERTIES)) {
            byte[] properties = propertiesForm.of(element(template, XmlNames.XADES, "SignedProperties"));
            filled =
                    template.replace(PROPERTIES, propertiesDigest.of(properties).base64());
        }
        byte[] info = infoForm.of(element(filled, XmlNames.DS, "SignedInfo"));
        return filled.replace(VALUE, Base64.getEncoder().encodeToString(value(info)));
    }

    /** A plain signature as it travels. */
    SignatureParts parts(String template) throws LocalFault {
        return new SignatureParts(complete(template).getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    private byte[] value(byte[] info) {
        try {
            Signature signature = Signature.getInstance(
                    algorithm.startsWith("PSS") ? "RSASSA-PSS" : algorithm, SignatureProviders.preferred());
            if (algorithm.startsWith("PSS")) {
                String digest = "SHA-" + algorithm.substring(3);
                signature.setParameter(new PSSParameterSpec(
                        digest,
                        "MGF1",
                        new MGF1ParameterSpec(digest),
                        Integer.parseInt(algorithm.substring(3)) / 8,
                        1));
            }
            signature.initSign(key);
            signature.update(info);
            byte[] value = signature.sign();
            return algorithm.endsWith("ECDSA") ? EcdsaValue.toConcatenated(value, 32) : value;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Element element(String xml, String namespace, String name) {
        try {
            Document document = OtherVerifiers.parse(xml.getBytes(StandardCharsets.UTF_8));
            return (Element) document.getElementsByTagNameNS(namespace, name).item(0);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

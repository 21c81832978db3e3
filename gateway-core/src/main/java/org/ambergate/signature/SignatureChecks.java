package org.ambergate.signature;

import java.security.cert.X509Certificate;
import java.util.List;
import org.ambergate.digest.Digest;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.Stage;
import org.ambergate.fault.VerificationFault;
import org.ambergate.identifier.MemberId;
import org.ambergate.message.MessageDigests;
import org.ambergate.pki.CertificationAuthority;
import org.ambergate.pki.TrustBase;

/**
 * The single checks that a signature has to pass (evidence specification, section 4): {@link MessageVerifier} stops at
 * the first that fails, {@link SignatureExaminer} goes through all. Faults come without the stage of the verification.
 */
final class SignatureChecks {
    private SignatureChecks() {}

    /** A signature without a chain refers to no chain. */
    static void requireNoResult(SignatureDocument signature) throws LocalFault {
        if (refersToResult(signature)) {
            requireResultAlone(signature);
            throw new LocalFault(
                    VerificationFault.INVALID_REFERENCE, "The signature refers to a hash chain that did not come");
        }
    }

    /** A signature with a chain refers to the chain's result and nothing besides. */
    static void requireResultAlone(SignatureDocument signature) throws LocalFault {
        if (!refersToResult(signature)) {
            throw SignatureFaults.malformed("A hash chain came that the signature does not cover");
        }
        if (signature.references().size() != 1) {
            throw SignatureFaults.malformed("The signature covers parts beside its hash chain");
        }
    }

    static HashChainResult result(SecureXml xml, byte[] document) throws LocalFault {
        try {
            return HashChainResult.read(xml.parse(document), ChainNames.MESSAGE);
        } catch (LocalFault e) {
            throw SignatureFaults.asChainFault(e).within(Stage.MALFORMED_SIGNATURE);
        }
    }

    static void chain(SecureXml xml, HashChainResult result, byte[] document, MessageDigests received)
            throws LocalFault {
        try {
            HashChainVerifier.verify(
                    result, HashChain.read(xml.parse(document), ChainNames.MESSAGE), ChainNames.MESSAGE, received);
        } catch (LocalFault e) {
            throw SignatureFaults.asChainFault(e).within(Stage.MALFORMED_SIGNATURE);
        }
    }

    /** Each part is referenced by its name, and nothing else is. */
    static void direct(List<SignedReference> references, ReceivedParts received) throws LocalFault {
        int parts = received.parts().size();
        for (SignedReference reference : references) {
            int index = partIndex(reference.uri(), parts);
            Digest part = received.part(index, reference.digest().algorithm());
            if (!reference.digest().equals(part)) {
                throw SignatureFaults.wrongValue("The signature holds another digest of a part than it has");
            }
        }
        // References are distinct, so as many as parts means all of them.
        if (references.size() != parts) {
            throw SignatureFaults.malformed("The signature does not cover all parts of the message");
        }
    }

    static void digest(SignedReference reference, byte[] content) throws LocalFault {
        if (!reference.digest().algorithm().of(content).equals(reference.digest())) {
            throw SignatureFaults.wrongValue("A digest in the signature does not match what it refers to");
        }
    }

    /** The authority that issued the signing certificate, if it may. */
    static CertificationAuthority authority(TrustBase trust, X509Certificate signer, MemberId claimedSigner)
            throws LocalFault {
        return trust.of(claimedSigner.instance())
                .flatMap(a -> a.issuerOf(signer))
                .filter(a -> !a.authenticationOnly())
                .orElseThrow(() -> new LocalFault(
                                GeneralFault.INTERNAL_ERROR,
                                "The signing certificate was not issued by an authority approved for signing")
                        .within(Stage.CANNOT_CREATE_CERT_PATH)
                        .within(Stage.INVALID_CERT_PATH));
    }

    static void name(X509Certificate signer, CertificationAuthority authority, MemberId claimedSigner)
            throws LocalFault {
        MemberId named = authority.profile().memberOf(signer, claimedSigner.instance());
        if (!named.equals(claimedSigner)) {
            throw new LocalFault(
                    VerificationFault.INCORRECT_CERTIFICATE,
                    "The signing certificate names another member than " + claimedSigner);
        }
    }

    /** The signed properties are those signed, and they name the certificate used. */
    static void properties(SignatureDocument signature, X509Certificate signer) throws LocalFault {
        SignedProperties properties = signature.properties();
        properties.requireNames(signer);
        SignedReference reference = signature.propertiesReference();
        digest(reference, reference.transform().orElse(CanonicalForm.INCLUSIVE).of(properties.element()));
    }

    /** The signature value is this key's over the references as they were read. */
    static void value(SignatureDocument signature, SignerKey signer) throws LocalFault {
        if (!signature.method().fits(signer.certificate().getPublicKey())) {
            throw SignatureFaults.malformed("The signature method does not fit the certificate's key");
        }
        byte[] signedInfo = signature.form().of(signature.signedInfo());
        boolean valid = signature
                .method()
                .verifies(signer.certificate().getPublicKey(), signer.usable(), signedInfo, signature.signatureValue());
        if (!valid) {
            throw SignatureFaults.wrongValue("The signature value is wrong");
        }
    }

    private static boolean refersToResult(SignatureDocument signature) {
        return signature.references().stream().anyMatch(r -> r.uri().equals(XmlNames.RESULT_URI));
    }

    private static int partIndex(String uri, int parts) throws LocalFault {
        for (int i = 0; i < parts; i++) {
            if (uri.equals(i == 0 ? XmlNames.MESSAGE_URI : XmlNames.ATTACHMENT_URI + i)) {
                return i;
            }
        }
        throw new LocalFault(
                VerificationFault.INVALID_REFERENCE, "The signature refers to something that did not come");
    }
}

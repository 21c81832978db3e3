package org.ambergate.pki;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/** The attributes of a certificate's subject, as certificate profiles read them. */
final class SubjectName {
    private final X500Name name;

    private SubjectName(X500Name name) {
        this.name = name;
    }

    /** @throws LocalFault {@code invalid_certificate} if the subject cannot be read */
    static SubjectName of(X509Certificate certificate) throws LocalFault {
        try {
            return new SubjectName(
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()));
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    /**
     * The attribute's text. When it repeats, the one encoded last: the first in RFC 2253 order, which X-Road reads.
     *
     * @throws LocalFault {@code invalid_certificate} if the text is not in its encoding
     */
    Optional<String> find(ASN1ObjectIdentifier attribute) throws LocalFault {
        RDN[] names = name.getRDNs(attribute);
        if (names.length == 0) {
            return Optional.empty();
        }
        for (AttributeTypeAndValue pair : names[names.length - 1].getTypesAndValues()) {
            if (pair.getType().equals(attribute) && pair.getValue() instanceof ASN1String text) {
                return Optional.of(decode(text));
            }
        }
        return Optional.empty();
    }

    private static String decode(ASN1String text) throws LocalFault {
        try {
            return text.getString();
        } catch (RuntimeException e) {
            // Bouncy Castle decodes late, and reports bytes that are not UTF-8 by an unchecked exception.
            throw unreadable(e);
        }
    }

    private static LocalFault unreadable(RuntimeException e) {
        return new LocalFault(VerificationFault.INVALID_CERTIFICATE, "The certificate's subject cannot be read")
                .causedBy(e);
    }
}

package org.ambergate.pki;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.identifier.MalformedIdentifierException;
import org.ambergate.identifier.MemberId;

/**
 * The certificate profiles that global configuration names by Java class (evidence specification, section 5; global
 * configuration specification, section 9).
 */
public enum CertificateProfile {
    BASIC("Basic"),
    BASIC_ACME("BasicACME"),
    EJBCA("Ejbca"),
    FI_VRK("FiVRK"),
    IS("Is"),
    FO("Fo"),
    SK_KLASS3("SkKlass3"),
    SK_ESTEID("SkEsteId");

    private static final String PACKAGE = "ee.ria.xroad.common.certificateprofile.impl.";
    private static final String SUFFIX = "CertificateProfileInfoProvider";

    private final String shortName;

    CertificateProfile(String shortName) {
        this.shortName = shortName;
    }

    /** The class name that global configuration carries. */
    public String className() {
        return PACKAGE + shortName + SUFFIX;
    }

    public static Optional<CertificateProfile> byClassName(String className) {
        return Arrays.stream(values())
                .filter(p -> p.className().equals(className.strip()))
                .findFirst();
    }

    /**
     * The member that a signing certificate of this profile names.
     *
     * @param signing the signing certificate
     * @param instance the instance of the party that claims to have signed; some profiles do not write it
     * @throws LocalFault {@code incorrect_certificate}, or {@code invalid_certificate} for the SK and BasicACME
     *     profiles, if the subject does not have the profile's form
     */
    public MemberId memberOf(X509Certificate signing, String instance) throws LocalFault {
        MemberNaming naming = new MemberNaming(SubjectName.of(signing), instance, whenMissing());
        try {
            return switch (this) {
                case BASIC, BASIC_ACME -> naming.basic();
                case EJBCA -> naming.ejbca();
                case FI_VRK -> naming.finnish();
                case IS -> naming.icelandic();
                case FO -> naming.faroese();
                case SK_KLASS3 -> naming.klass3();
                case SK_ESTEID -> naming.person();
            };
        } catch (MalformedIdentifierException e) {
            throw new LocalFault(whenMissing(), "The certificate's subject holds a blank or overlong attribute")
                    .causedBy(e);
        }
    }

    private VerificationFault whenMissing() {
        return switch (this) {
            case BASIC_ACME, SK_KLASS3, SK_ESTEID -> VerificationFault.INVALID_CERTIFICATE;
            case BASIC, EJBCA, FI_VRK, IS, FO -> VerificationFault.INCORRECT_CERTIFICATE;
        };
    }
}

package org.ambergate.pki;

import java.util.Arrays;
import java.util.Optional;

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
}

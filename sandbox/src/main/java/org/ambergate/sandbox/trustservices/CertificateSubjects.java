package org.ambergate.sandbox.trustservices;

import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.pki.CertificateProfile;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Subject names as the two profiles of the sandbox prescribe them (global configuration specification, section 9). */
final class CertificateSubjects {
    private static final String FI_COUNTRY = "FI";

    private CertificateSubjects() {}

    static X500Name authority(String name) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "Ambergate sandbox")
                .addRDN(BCStyle.CN, name)
                .build();
    }

    static X500Name authentication(CertificateProfile profile, SecurityServerId server, String hostName) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        return switch (profile) {
            case FI_VRK ->
                fiVrk(name, server.owner(), server).addRDN(BCStyle.CN, hostName).build();
            case EJBCA ->
                name.addRDN(BCStyle.C, instance(server.owner()))
                        .addRDN(BCStyle.CN, server.serverCode())
                        .build();
            default -> throw unsupported(profile);
        };
    }

    static X500Name signing(CertificateProfile profile, MemberId member, SecurityServerId server) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        return switch (profile) {
            case FI_VRK ->
                fiVrk(name, member, server)
                        .addRDN(BCStyle.CN, member.memberCode())
                        .build();
            case EJBCA ->
                name.addRDN(BCStyle.C, instance(member))
                        .addRDN(BCStyle.O, member.memberClass())
                        .addRDN(BCStyle.CN, member.memberCode())
                        .build();
            default -> throw unsupported(profile);
        };
    }

    /** The EJBCA profile puts the instance where X.520 wants two letters; Bouncy Castle lets it pass only as a ready value. */
    private static ASN1Encodable instance(MemberId member) {
        return new DERUTF8String(member.instance());
    }

    private static X500NameBuilder fiVrk(X500NameBuilder name, MemberId member, SecurityServerId server) {
        String serialNumber = member.instance() + "/" + server.serverCode() + "/" + member.memberClass();
        return name.addRDN(BCStyle.C, FI_COUNTRY)
                .addRDN(BCStyle.O, "Organisation " + member.memberCode())
                .addRDN(BCStyle.SERIALNUMBER, serialNumber);
    }

    private static IllegalArgumentException unsupported(CertificateProfile profile) {
        return new IllegalArgumentException("The test authority issues FI_VRK and EJBCA certificates, not " + profile);
    }
}

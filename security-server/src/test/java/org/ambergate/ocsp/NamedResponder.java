package org.ambergate.ocsp;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Date;
import org.ambergate.identifier.MemberId;
import org.ambergate.pki.Certificates;
import org.ambergate.testsupport.CertificateForm;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestKeys;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A signing certificate that names its OCSP responder. */
final class NamedResponder {
    private NamedResponder() {}

    static X509Certificate certificate(TestAuthority authority, MemberId member, String responder) throws Exception {
        AccessDescription access = new AccessDescription(
                AccessDescription.id_ad_ocsp, new GeneralName(GeneralName.uniformResourceIdentifier, responder));
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                X500Name.getInstance(
                        authority.certificate().getSubjectX500Principal().getEncoded()),
                BigInteger.valueOf(System.nanoTime()),
                Date.from(CertificateForm.NOT_BEFORE),
                Date.from(CertificateForm.NOT_AFTER),
                TestAuthority.memberName(member, "ss1"),
                TestKeys.EC_P256.generate().getPublic());
        builder.addExtension(Extension.authorityInfoAccess, false, new AuthorityInformationAccess(access));
        return Certificates.parse(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .build(authority.own().privateKey()))
                .getEncoded());
    }
}

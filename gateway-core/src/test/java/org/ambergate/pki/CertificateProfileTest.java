package org.ambergate.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.ambergate.fault.LocalFault;
import org.ambergate.testsupport.CertificateForm;
import org.ambergate.testsupport.RecordedTrust;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestKeys;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CertificateProfileTest {
    private TestAuthority authority = TestAuthority.create("unused");

    @BeforeAll
    void createAuthority() {
        authority = TestAuthority.create("Root");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EJBCA      | C=EE,O=GOV,CN=123                            | MEMBER:EE/GOV/123",
                "FI_VRK     | C=FI,O=Org,SERIALNUMBER=FI/ss1/ORG,CN=123    | MEMBER:FI/ORG/123",
                "FI_VRK     | C=FI,O=inst,OU=ORG,CN=123                    | MEMBER:inst/ORG/123",
                "FI_VRK     | C=EE,O=GOV,CN=123                            | MEMBER:EE/GOV/123",
                "FO         | C=FO,O=inst,OU=ORG,CN=123,SERIALNUMBER=x     | MEMBER:inst/ORG/123",
                "IS         | C=IS,O=inst,OU=ORG,CN=123,SERIALNUMBER=x     | MEMBER:inst/ORG/123",
                "IS         | C=EE,O=GOV,CN=123                            | MEMBER:EE/GOV/123",
                "BASIC      | CN=x,BusinessCategory=GOV,SERIALNUMBER=123   | MEMBER:I/GOV/123",
                "BASIC_ACME | CN=x,BusinessCategory=GOV,SERIALNUMBER=123   | MEMBER:I/GOV/123",
                "SK_KLASS3  | CN=x,organizationIdentifier=NTREE-10345833   | MEMBER:I/COM/10345833",
                "SK_KLASS3  | CN=x,organizationIdentifier=GO:EE-7          | MEMBER:I/GOV/7",
                "SK_KLASS3  | CN=x,organizationIdentifier=NP:EE-8          | MEMBER:I/NGO/8",
                "SK_KLASS3  | CN=x,organizationIdentifier=VATEE-9          | MEMBER:I/NEE/VATEE-9",
                "SK_KLASS3  | CN=x,SERIALNUMBER=10345833                   | MEMBER:I/COM/10345833",
                "SK_KLASS3  | CN=x,SERIALNUMBER=60345833                   | MEMBER:I/COM/60345833",
                "SK_KLASS3  | CN=x,SERIALNUMBER=70345833                   | MEMBER:I/GOV/70345833",
                "SK_KLASS3  | CN=x,SERIALNUMBER=80345833                   | MEMBER:I/NGO/80345833",
                "SK_KLASS3  | CN=x,SERIALNUMBER=90345833                   | MEMBER:I/NGO/90345833",
                "SK_ESTEID  | CN=x,SERIALNUMBER=37101010021                | MEMBER:I/PERSON/37101010021",
                "EJBCA      | CN=first,C=EE,O=GOV,CN=last                  | MEMBER:EE/GOV/last"
            })
    void aSubjectNamesItsMember(CertificateProfile profile, String subject, String member) throws LocalFault {
        assertThat(memberOf(profile, subject)).isEqualTo(member);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EJBCA      | O=GOV,CN=1                                   | incorrect_certificate",
                "EJBCA      | C=EE,CN=1                                    | incorrect_certificate",
                "EJBCA      | C=EE,O=GOV                                   | incorrect_certificate",
                "FI_VRK     | C=EE,O=Org,SERIALNUMBER=FI/ss1/ORG,CN=123    | incorrect_certificate",
                "FI_VRK     | C=FI,SERIALNUMBER=FI/ss1/ORG,CN=123          | incorrect_certificate",
                "FI_VRK     | C=FI,O=Org,SERIALNUMBER=FI/ORG,CN=123        | incorrect_certificate",
                "FI_VRK     | C=FI,O=Org,SERIALNUMBER=FI/ss1/ORG/,CN=123   | incorrect_certificate",
                "FI_VRK     | C=FI,O=Org,SERIALNUMBER=//,CN=123            | incorrect_certificate",
                "FI_VRK     | C=FI,O=Org,SERIALNUMBER=FI/ss1/ORG           | incorrect_certificate",
                "FI_VRK     | C=EE,O=inst,OU=ORG,CN=123                    | incorrect_certificate",
                "FO         | C=FO,O=inst,OU=ORG,CN=123                    | incorrect_certificate",
                "FO         | C=EE,O=inst,OU=ORG,CN=123,SERIALNUMBER=x     | incorrect_certificate",
                "IS         | C=IS,O=inst,OU=ORG,CN=123                    | incorrect_certificate",
                "IS         | C=IS,O=inst,CN=123,SERIALNUMBER=x            | incorrect_certificate",
                "BASIC      | CN=x,SERIALNUMBER=123                        | incorrect_certificate",
                "BASIC_ACME | CN=x,BusinessCategory=GOV                    | invalid_certificate",
                "SK_KLASS3  | CN=x                                         | invalid_certificate",
                "SK_KLASS3  | CN=x,SERIALNUMBER=1034583                    | invalid_certificate",
                "SK_KLASS3  | CN=x,SERIALNUMBER=103458333                  | invalid_certificate",
                "SK_KLASS3  | CN=x,SERIALNUMBER=00345833                   | invalid_certificate",
                "SK_KLASS3  | CN=x,SERIALNUMBER=1034583x                   | invalid_certificate",
                "SK_KLASS3  | CN=x,organizationIdentifier=NTREE-           | invalid_certificate",
                "SK_ESTEID  | CN=x                                         | invalid_certificate"
            })
    void aSubjectWithoutTheProfilesFormIsRefused(CertificateProfile profile, String subject, String code) {
        assertThatThrownBy(() -> memberOf(profile, subject))
                .isInstanceOfSatisfying(
                        LocalFault.class, f -> assertThat(f.path()).isEqualTo(code));
    }

    @ParameterizedTest
    @EnumSource(CertificateProfile.class)
    void aProfileIsFoundByItsClassName(CertificateProfile profile) {
        assertThat(CertificateProfile.byClassName(" " + profile.className() + "\n"))
                .contains(profile);
    }

    @Test
    void theRecordedCertificatesNameTheirMembers() throws LocalFault {
        assertThat(CertificateProfile.FI_VRK
                        .memberOf(RecordedTrust.certificate("ss1/sign.pem"), "PEER")
                        .toString())
                .isEqualTo("MEMBER:PEER/ORG/1111");
    }

    @Test
    void usageTellsTheTwoKindsOfCertificatesApart() {
        for (String server : new String[] {"ss1", "ss2", "ss3"}) {
            assertThat(Certificates.isSigning(RecordedTrust.certificate(server + "/sign.pem")))
                    .isTrue();
            assertThat(Certificates.isAuthentication(RecordedTrust.certificate(server + "/sign.pem")))
                    .isFalse();
            assertThat(Certificates.isAuthentication(RecordedTrust.certificate(server + "/auth.pem")))
                    .isTrue();
            assertThat(Certificates.isSigning(RecordedTrust.certificate(server + "/auth.pem")))
                    .isFalse();
        }
    }

    private String memberOf(CertificateProfile profile, String subject) throws LocalFault {
        X500Name name = new X500Name(BCStyle.INSTANCE, subject);
        return profile.memberOf(
                        authority
                                .issue(CertificateForm.signing(name), TestKeys.EC_P256)
                                .certificate(),
                        "I")
                .toString();
    }
}

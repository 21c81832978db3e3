package org.ambergate.globalconf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.junit.jupiter.api.Test;

class ParametersTest {
    private static final String SHARED =
            new String(RecordedConfiguration.bytes("globalconf/PEER/shared-params.xml"), StandardCharsets.UTF_8);
    private static final String PRIVATE =
            new String(RecordedConfiguration.bytes("globalconf/PEER/private-params.xml"), StandardCharsets.UTF_8);

    @Test
    void theRecordedSharedParametersAreRead() throws LocalFault {
        SharedParameters shared = shared(SHARED);

        assertThat(shared.instance()).isEqualTo("PEER");
        assertThat(shared.sources()).extracting(PublishingSource::address).containsExactly("127.0.0.1");
        assertThat(shared.authorities().get(0).top().certificate())
                .isEqualTo(RecordedConfiguration.certificate("ca/ca.pem"));
        assertThat(shared.authorities().get(0).top().responders()).hasSize(1);
        assertThat(shared.timestampAuthorities().get(0).certificate())
                .isEqualTo(RecordedConfiguration.certificate("ca/tsa.pem"));
        assertThat(shared.members())
                .extracting(Member::name)
                .containsExactly("Client Org", "Provider Org", "Candidate Org");
        assertThat(shared.servers()).hasSize(3);
        assertThat(shared.servers().get(2).clients()).hasSize(2);
        assertThat(shared.memberClasses()).containsExactly(new MemberClass("ORG", "Org"));
        assertThat(shared.ocspFreshness()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void theRecordedPrivateParametersAreRead() throws LocalFault {
        PrivateParameters parameters = PrivateParameters.parse(PRIVATE.getBytes(StandardCharsets.UTF_8));

        assertThat(parameters.instance()).isEqualTo("PEER");
        assertThat(parameters.federation()).isEmpty();
        assertThat(parameters.timestampingInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(parameters.managementService().provider().member()).isEqualTo(new MemberId("PEER", "ORG", "2222"));
    }

    @Test
    void unknownElementsAreIgnored() throws LocalFault {
        String extended = SHARED.replace(
                "</ns3:conf>",
                "<z:more xmlns:z='urn:z' a='b'>text<z:deep>x</z:deep></z:more><future><securityServer/></future></ns3:conf>");

        assertThat(shared(extended)).isEqualTo(shared(SHARED));
    }

    @Test
    void elementsOfAForeignNamespaceAreNotTakenForOurs() throws LocalFault {
        String extended = SHARED.replace(
                "</ns3:conf>", "<z:instanceIdentifier xmlns:z='urn:z'>OTHER</z:instanceIdentifier></ns3:conf>");

        assertThat(shared(extended).instance()).isEqualTo("PEER");
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] whole = SHARED.stripTrailing().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length += 7) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> SharedParameters.parse(cut, 6)).isInstanceOf(LocalFault.class);
        }
    }

    @Test
    void contradictionsAndMissingElementsAreRefused() {
        assertMalformed(SHARED.replace("<owner>m1111</owner>", "<owner>m9999</owner>"));
        assertMalformed(SHARED.replace("<owner>m1111</owner>", "<owner>m1111s0</owner>"));
        assertMalformed(SHARED.replace("<owner>m1111</owner>", ""));
        assertMalformed(SHARED.replace("<client>m1111s0</client>", "<client>nobody</client>"));
        assertMalformed(SHARED.replace("id=\"m2222\"", "id=\"m1111\""));
        assertMalformed(SHARED.replace("id=\"m2222\"", ""));
        assertMalformed(SHARED.replace("<instanceIdentifier>PEER</instanceIdentifier>", ""));
        assertMalformed(SHARED.replace(
                "<instanceIdentifier>PEER</instanceIdentifier>",
                "<instanceIdentifier>PEER</instanceIdentifier><instanceIdentifier>PEER</instanceIdentifier>"));
        assertMalformed(SHARED.replace("<memberCode>1111</memberCode>", "<memberCode> </memberCode>"));
        assertMalformed(SHARED.replace("<serverCode>ss1</serverCode>", "<serverCode></serverCode>"));
        assertMalformed(SHARED.replace("<ocspFreshnessSeconds>3600", "<ocspFreshnessSeconds>-1"));
        assertMalformed(SHARED.replace("<ocspFreshnessSeconds>3600", "<ocspFreshnessSeconds>99999999999999999999"));
        assertMalformed(SHARED.replace("<authCertHash>DMcx", "<authCertHash>!Mcx"));
        assertMalformed(SHARED.replace("<cert>MII", "<cert>AAA"));
    }

    @Test
    void aCertificateHashOfAnotherVersionsKindIsRefused() {
        assertThatThrownBy(() -> SharedParameters.parse(SHARED.getBytes(StandardCharsets.UTF_8), 2))
                .isInstanceOf(LocalFault.class);
    }

    @Test
    void unknownVersionsAreRefused() {
        for (int version : new int[] {-1, 0, 1, 7}) {
            assertThatThrownBy(() -> SharedParameters.parse(SHARED.getBytes(StandardCharsets.UTF_8), version))
                    .isInstanceOf(LocalFault.class);
        }
    }

    @Test
    void optionalPartsAreRead() throws LocalFault {
        OptionalParts parts = OptionalParts.DEFAULT
                .with(ConfigurationPart.FETCH_INTERVAL, conf("<ocspFetchInterval>300</ocspFetchInterval>"))
                .with(ConfigurationPart.NEXT_UPDATE, conf("<verifyNextUpdate>false</verifyNextUpdate>"))
                .with(
                        ConfigurationPart.MONITORING,
                        conf("<monitoringClient><monitoringClientId i:objectType='SUBSYSTEM'>"
                                + "<i:xRoadInstance>EE</i:xRoadInstance><i:memberClass>GOV</i:memberClass>"
                                + "<i:memberCode>1</i:memberCode><i:subsystemCode>mon</i:subsystemCode>"
                                + "</monitoringClientId></monitoringClient>"));

        assertThat(parts.ocspFetchInterval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(parts.verifyNextUpdate()).isFalse();
        assertThat(parts.monitoringClient()).contains(ClientId.subsystem("EE", "GOV", "1", "mon"));
    }

    @Test
    void aFetchIntervalUnderAMinuteActsAsAMinute() throws LocalFault {
        for (String seconds : List.of("0", "59", "60")) {
            assertThat(OptionalParts.DEFAULT
                            .with(
                                    ConfigurationPart.FETCH_INTERVAL,
                                    conf("<ocspFetchInterval>" + seconds + "</ocspFetchInterval>"))
                            .ocspFetchInterval())
                    .isEqualTo(Duration.ofMinutes(1));
        }
    }

    private static byte[] conf(String inside) {
        return ("<x:conf xmlns:x='http://x-road.eu/xsd/xroad.xsd' xmlns:i='http://x-road.eu/xsd/identifiers'>" + inside
                        + "</x:conf>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static SharedParameters shared(String xml) throws LocalFault {
        return SharedParameters.parse(xml.getBytes(StandardCharsets.UTF_8), 6);
    }

    private static void assertMalformed(String xml) {
        assertThat(xml).isNotEqualTo(SHARED);
        assertThatThrownBy(() -> shared(xml))
                .isInstanceOfSatisfying(
                        LocalFault.class,
                        fault -> assertThat(fault.code()).isEqualTo(ConfigurationFault.MALFORMED_GLOBAL_CONF));
    }
}

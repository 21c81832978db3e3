package org.ambergate.globalconf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.GlobalConfiguration.OwnParameters;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.GroupId;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.pki.Certificates;
import org.junit.jupiter.api.Test;

class GlobalConfigurationTest {
    private static final Instant EXPIRES = Instant.parse("2026-11-23T06:10:00Z");
    private static final SecurityServerId SS1 = new SecurityServerId(new MemberId("PEER", "ORG", "1111"), "ss1");
    private static final ClientId CLIENT = ClientId.subsystem("PEER", "ORG", "1111", "CLIENT");
    private static final X509Certificate SS1_CERTIFICATE = RecordedConfiguration.certificate("ss1/auth.pem");
    private static final String SHARED =
            new String(RecordedConfiguration.bytes("globalconf/PEER/shared-params.xml"), StandardCharsets.UTF_8);
    private static final String GROUP = "<globalGroup><groupCode>g</groupCode><description>d</description>"
            + "<groupMember ns2:objectType=\"SUBSYSTEM\"><ns2:xRoadInstance>OTHER</ns2:xRoadInstance>"
            + "<ns2:memberClass>ORG</ns2:memberClass><ns2:memberCode>1111</ns2:memberCode>"
            + "<ns2:subsystemCode>CLIENT</ns2:subsystemCode></groupMember>"
            + "<groupMember ns2:objectType=\"SERVICE\"><ns2:xRoadInstance>OTHER</ns2:xRoadInstance></groupMember>"
            + "</globalGroup><globalSettings>";

    @Test
    void serversAreFoundByCertificateClientAndIdentifier() throws LocalFault {
        GlobalConfiguration configuration = peer(SHARED);

        assertThat(configuration.serverOf(SS1_CERTIFICATE)).contains(SS1);
        assertThat(configuration.serverOf(RecordedConfiguration.certificate("ss1/sign.pem")))
                .isEmpty();
        assertThat(configuration.providersOf(CLIENT))
                .containsExactly(new ProviderAddress(SS1, "127.0.0.11", Optional.empty()));
        assertThat(configuration.providersOf(ClientId.subsystem("PEER", "ORG", "1111", "NOBODY")))
                .isEmpty();
        assertThat(configuration.server(SS1)).map(ProviderAddress::host).contains("127.0.0.11");
        assertThat(configuration.server(new SecurityServerId(SS1.owner(), "ss9")))
                .isEmpty();
    }

    @Test
    void aServersOwnerCountsAsItsClient() throws LocalFault {
        GlobalConfiguration configuration = peer(SHARED);

        assertThat(configuration.isRegisteredAt(CLIENT, SS1)).isTrue();
        assertThat(configuration.isRegisteredAt(ClientId.member(SS1.owner()), SS1))
                .isTrue();
        assertThat(configuration.isRegisteredAt(ClientId.subsystem("PEER", "ORG", "2222", "SERVICE"), SS1))
                .isFalse();
        assertThat(configuration.isRegistered(ClientId.member(SS1.owner()))).isTrue();
        assertThat(configuration.isRegistered(ClientId.subsystem("PEER", "ORG", "1111", "X")))
                .isFalse();
    }

    @Test
    void aCertificateIsMatchedBySha1InVersionTwoAndBySha256LaterWhateverTheOwnVersion() throws LocalFault {
        String sha1 =
                DigestAlgorithm.SHA1.of(Certificates.encoded(SS1_CERTIFICATE)).base64();
        String two = SHARED.replace("PEER", "OTHER").replaceAll("<authCertHash>[^<]*", "<authCertHash>" + sha1);
        String own = SHARED.replaceAll("<authCertHash>[^<]*</authCertHash>", "");
        String oneServer = two.substring(0, two.indexOf("<securityServer><owner>m2222"))
                + two.substring(two.indexOf("<globalSettings>"));

        GlobalConfiguration configuration =
                configuration(List.of(shared(own, 6, EXPIRES), shared(oneServer, 2, EXPIRES)));

        assertThat(configuration.serverOf(SS1_CERTIFICATE))
                .contains(new SecurityServerId(new MemberId("OTHER", "ORG", "1111"), "ss1"));
    }

    @Test
    void theOwnInstancesWordAboutACertificateGoesFirst() throws LocalFault {
        String other = SHARED.replace("PEER", "OTHER");

        GlobalConfiguration configuration =
                configuration(List.of(shared(other, 6, EXPIRES), shared(SHARED, 6, EXPIRES)));

        assertThat(configuration.serverOf(SS1_CERTIFICATE)).contains(SS1);
    }

    @Test
    void aCertificateClaimedByTwoFederatedInstancesProvesNothing() throws LocalFault {
        String own = SHARED.replaceAll("<authCertHash>[^<]*</authCertHash>", "");

        GlobalConfiguration configuration = configuration(List.of(
                shared(own, 6, EXPIRES),
                shared(SHARED.replace("PEER", "ONE"), 6, EXPIRES),
                shared(SHARED.replace("PEER", "TWO"), 6, EXPIRES)));

        assertThat(configuration.serverOf(SS1_CERTIFICATE)).isEmpty();
    }

    @Test
    void aCertificateClaimedByTwoServersProvesNothing() throws LocalFault {
        String hash = Certificates.sha256(SS1_CERTIFICATE).base64();
        String twice = SHARED.replaceAll("<authCertHash>[^<]*", "<authCertHash>" + hash);

        assertThat(peer(twice).serverOf(SS1_CERTIFICATE)).isEmpty();
    }

    @Test
    void maintenanceModeStandsAtTheAddress() throws LocalFault {
        String down = SHARED.replaceFirst(
                "</securityServer>",
                "<inMaintenanceMode><message>back at 8</message></inMaintenanceMode></securityServer>");
        String silent = SHARED.replaceFirst("</securityServer>", "<inMaintenanceMode/></securityServer>");

        assertThat(peer(down).providersOf(CLIENT).get(0).maintenance()).contains("back at 8");
        assertThat(peer(silent).providersOf(CLIENT).get(0).maintenance()).contains("");
    }

    @Test
    void groupsMayHoldClientsOfOtherInstances() throws LocalFault {
        GlobalConfiguration configuration = peer(SHARED.replace("<globalSettings>", GROUP));
        ClientId other = ClientId.subsystem("OTHER", "ORG", "1111", "CLIENT");

        assertThat(configuration.isMemberOf(new GroupId.Global("PEER", "g"), other))
                .isTrue();
        assertThat(configuration.isMemberOf(new GroupId.Global("PEER", "g"), CLIENT))
                .isFalse();
        assertThat(configuration.isMemberOf(new GroupId.Global("PEER", "h"), other))
                .isFalse();
        assertThat(configuration.isMemberOf(new GroupId.Global("OTHER", "g"), other))
                .isFalse();
    }

    @Test
    void theOwnInstanceHoldsWhileBothPartsHold() throws LocalFault {
        Instant sooner = EXPIRES.minusSeconds(60);
        GlobalConfiguration sharedFirst = configuration(EXPIRES, List.of(shared(SHARED, 6, sooner)));
        GlobalConfiguration privateFirst = configuration(sooner, List.of(shared(SHARED, 6, EXPIRES)));

        for (GlobalConfiguration configuration : List.of(sharedFirst, privateFirst)) {
            assertThat(configuration.expires()).isEqualTo(sooner);
            assertThat(configuration.isValidAt(sooner.minusNanos(1))).isTrue();
            assertThat(configuration.isValidAt(sooner)).isFalse();
        }
    }

    @Test
    void anExpiredFederatedInstanceIsInvisibleAndNothingElseChanges() throws LocalFault {
        Instant sooner = EXPIRES.minusSeconds(60);
        GlobalConfiguration configuration =
                configuration(List.of(shared(SHARED, 6, EXPIRES), shared(SHARED.replace("PEER", "OTHER"), 6, sooner)));
        ClientId other = ClientId.subsystem("OTHER", "ORG", "1111", "CLIENT");

        assertThat(configuration.withoutExpired(sooner.minusNanos(1))).isSameAs(configuration);
        GlobalConfiguration later = configuration.withoutExpired(sooner);
        assertThat(configuration.providersOf(other)).hasSize(1);
        assertThat(later.providersOf(other)).isEmpty();
        assertThat(later.isRegistered(other)).isFalse();
        assertThat(later.instances()).containsExactly("PEER");
        assertThat(later.trustBase().of("OTHER")).isEmpty();
        assertThat(later.providersOf(CLIENT)).hasSize(1);
        assertThat(later.isValidAt(sooner)).isTrue();
    }

    @Test
    void trustRestsOnEachInstancesAuthoritiesAndTheOwnInstancesOcspPolicy() throws LocalFault {
        String other =
                SHARED.replace("PEER", "OTHER").replace("<ocspFreshnessSeconds>3600", "<ocspFreshnessSeconds>99");

        GlobalConfiguration configuration =
                configuration(List.of(shared(SHARED, 6, EXPIRES), shared(other, 6, EXPIRES)));

        assertThat(configuration.trustBase().ocspPolicy().freshness()).isEqualTo(Duration.ofHours(1));
        assertThat(configuration.trustBase().ocspPolicy().verifyNextUpdate()).isTrue();
        assertThat(configuration.trustBase().of("OTHER").orElseThrow().issuerOf(SS1_CERTIFICATE))
                .isPresent();
        assertThat(configuration.timestampCertificates()).hasSize(2);
        assertThat(configuration.timestampAuthorities()).hasSize(1);
    }

    @Test
    void anAuthorityWithAnUnknownProfileIsNotTrusted() throws LocalFault {
        String unknown =
                SHARED.replaceFirst("<certificateProfileInfo>[^<]*", "<certificateProfileInfo>org.example.Unknown");

        assertThat(peer(unknown).trustBase().of("PEER").orElseThrow().all()).isEmpty();
    }

    @Test
    void theTrustBaseObjectStaysWhileNothingInItChanges() throws LocalFault {
        InstanceConfiguration shared = shared(SHARED, 6, EXPIRES);
        GlobalConfiguration first = configuration(List.of(shared));

        GlobalConfiguration renewed = GlobalConfiguration.following(
                first, own(EXPIRES.plusSeconds(60)), List.of(shared.until(EXPIRES.plusSeconds(60))));
        GlobalConfiguration other = GlobalConfiguration.following(
                first, own(EXPIRES), List.of(shared(SHARED.replace("3600", "60"), 6, EXPIRES)));

        assertThat(renewed.trustBase()).isSameAs(first.trustBase());
        assertThat(renewed.expires()).isEqualTo(EXPIRES.plusSeconds(60));
        assertThat(other.trustBase()).isNotSameAs(first.trustBase());
    }

    @Test
    void aLookupTakesMicroseconds() throws LocalFault {
        StringBuilder members = new StringBuilder();
        StringBuilder servers = new StringBuilder();
        byte[] hash = new byte[32];
        for (int i = 0; i < 2000; i++) {
            members.append("<member id='n")
                    .append(i)
                    .append("'><memberClass><code>ORG</code><description>d</description>")
                    .append("</memberClass><memberCode>n")
                    .append(i)
                    .append("</memberCode><name>n</name></member>");
            hash[0] = (byte) i;
            hash[1] = (byte) (i >> 8);
            servers.append("<securityServer><owner>n")
                    .append(i)
                    .append("</owner><serverCode>s</serverCode><address>h")
                    .append("</address><authCertHash>")
                    .append(Base64.getEncoder().encodeToString(hash))
                    .append("</authCertHash></securityServer>");
        }
        GlobalConfiguration configuration = peer(SHARED.replace("<globalSettings>", servers + "<globalSettings>")
                .replaceFirst("<securityServer>", members + "<securityServer>"));
        int rounds = 20_000;
        long found = 0;
        long start = 0;
        for (int i = -rounds; i < rounds; i++) {
            if (i == 0) {
                start = System.nanoTime();
            }
            found += configuration.serverOf(SS1_CERTIFICATE).isPresent() ? 1 : 0;
            found += configuration.providersOf(CLIENT).size();
            found += configuration.isRegisteredAt(CLIENT, SS1) ? 1 : 0;
        }
        double micros = (System.nanoTime() - start) / 1000.0 / rounds / 3;

        assertThat(found).isEqualTo(6L * rounds);
        // Measured under 2; the bound leaves room for a busy machine and still catches a scan of the register.
        assertThat(micros).isLessThan(25);
    }

    private static GlobalConfiguration peer(String sharedXml) throws LocalFault {
        return configuration(List.of(shared(sharedXml, 6, EXPIRES)));
    }

    private static GlobalConfiguration configuration(List<InstanceConfiguration> instances) throws LocalFault {
        return configuration(EXPIRES, instances);
    }

    private static GlobalConfiguration configuration(Instant privateExpires, List<InstanceConfiguration> instances)
            throws LocalFault {
        return GlobalConfiguration.of(own(privateExpires), instances);
    }

    private static OwnParameters own(Instant expires) throws LocalFault {
        PrivateParameters parameters =
                PrivateParameters.parse(RecordedConfiguration.bytes("globalconf/PEER/private-params.xml"));
        return new OwnParameters(parameters, expires, OptionalParts.DEFAULT);
    }

    private static InstanceConfiguration shared(String xml, int version, Instant expires) throws LocalFault {
        return InstanceConfiguration.of(SharedParameters.parse(xml.getBytes(StandardCharsets.UTF_8), version), expires);
    }
}

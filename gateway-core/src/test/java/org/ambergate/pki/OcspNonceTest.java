package org.ambergate.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.MemberId;
import org.ambergate.testsupport.OcspForm;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.bouncycastle.asn1.ocsp.OCSPRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Threat T-65. No nonce is asked for: one response serves all who ask within its freshness, also peers and offline
 * verifiers, whom no nonce of one asker could convince. Its age protects against old responses.
 */
class OcspNonceTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final TestAuthority root = TestAuthority.create("Root");
    private final TestCertificate leaf =
            root.authentication(new MemberId("TEST", "COM", "1234"), "ss1", TestKeys.EC_P256);
    private final PathValidator validator = new PathValidator(root.trust("TEST"));

    @Test
    void noNonceIsAskedFor() {
        OCSPRequest request = OCSPRequest.getInstance(OcspRequests.encode(leaf.certificate(), root.certificate()));

        assertThat(request.getTbsRequest().getRequestExtensions()).isNull();
    }

    /** RFC 9654 allows 1 to 128 bytes; responders that add one unasked are not worth a refusal, whatever its length. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32, 33, 128, 129})
    void aNonceThatNobodyAskedForCountsNeitherForNorAgainstAResponse(int length) throws Exception {
        Duration freshness = root.trust("TEST").ocspPolicy().freshness();
        OcspForm form = OcspForm.at(NOW).withNonce(new byte[length], false);

        check(form);
        check(form.withThisUpdate(NOW.minus(freshness)));
        refused(form.withThisUpdate(NOW.minus(freshness).minusSeconds(1)));
    }

    @Test
    void aNonceThatMustBeUnderstoodIsRefusedAsIsEveryCriticalExtension() {
        refused(OcspForm.at(NOW).withNonce(new byte[32], true));
    }

    private void check(OcspForm form) throws LocalFault {
        validator.validate(
                "TEST",
                List.of(leaf.certificate()),
                List.of(root.ocsp(List.of(leaf.certificate()), form, root.responder())),
                NOW);
    }

    private void refused(OcspForm form) {
        assertThatThrownBy(() -> check(form))
                .isInstanceOfSatisfying(
                        LocalFault.class, fault -> assertThat(fault.path()).isEqualTo("incorrect_validation_info"));
    }
}

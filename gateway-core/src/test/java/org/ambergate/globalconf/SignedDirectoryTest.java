package org.ambergate.globalconf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The directories that a real central server published. */
class SignedDirectoryTest {
    private static final List<X509Certificate> SIGNER = List.of(RecordedConfiguration.certificate("ca/confsign.pem"));
    private static final Instant NOW = RecordedConfiguration.RECORDED_AT;

    @Test
    void theRecordedInternalDirectoryVerifies() throws LocalFault {
        byte[] body = RecordedConfiguration.bytes("confdist/internalconf");

        SignedDirectory directory = SignedDirectory.verify(body, SIGNER, NOW);

        assertThat(directory.version()).isEqualTo(6);
        assertThat(directory.expires()).isEqualTo("2046-01-01T00:00:00Z");
        assertThat(directory.parts())
                .extracting(SignedDirectory.Part::contentIdentifier)
                .containsExactly("PRIVATE-PARAMETERS", "SHARED-PARAMETERS");
        for (SignedDirectory.Part part : directory.parts()) {
            assertThat(part.instance()).contains("PEER");
            byte[] file = RecordedConfiguration.bytes(part.location().replace("/conf/", "confdist/"));
            assertThat(part.digest().algorithm().of(file)).isEqualTo(part.digest());
        }
    }

    @Test
    void theRecordedExternalDirectoryHoldsSharedParametersOnly() throws LocalFault {
        byte[] body = RecordedConfiguration.bytes("confdist/externalconf");

        assertThat(SignedDirectory.verify(body, SIGNER, NOW).parts())
                .extracting(SignedDirectory.Part::contentIdentifier)
                .containsExactly("SHARED-PARAMETERS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"confdist/internalconf", "confdist/externalconf"})
    void aFlippedByteAnywhereInTheSignedRangeIsRefused(String path) {
        byte[] body = RecordedConfiguration.bytes(path);
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int start = text.indexOf("--" + boundary(text, "multipart/mixed"));
        int end = text.indexOf("--" + boundary(text, "multipart/related"), start);

        for (int i = start; i < end; i++) {
            byte[] flipped = body.clone();
            flipped[i] ^= 0x01;
            assertRefused(flipped, SIGNER, NOW);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"confdist/internalconf", "confdist/externalconf"})
    void everyTruncationIsRefused(String path) {
        byte[] body = RecordedConfiguration.bytes(path);
        int end = new String(body, StandardCharsets.ISO_8859_1).stripTrailing().length();

        for (int length = 0; length < end; length++) {
            assertRefused(Arrays.copyOf(body, length), SIGNER, NOW);
        }
    }

    @Test
    void aDirectoryHoldsUntilItsExpireDateToTheSecond() throws LocalFault {
        byte[] body = RecordedConfiguration.bytes("confdist/internalconf");
        Instant expires = Instant.parse("2046-01-01T00:00:00Z");

        assertThat(SignedDirectory.verify(body, SIGNER, expires.minusNanos(1)).expires())
                .isEqualTo(expires);
        assertThatThrownBy(() -> SignedDirectory.verify(body, SIGNER, expires))
                .isInstanceOfSatisfying(
                        LocalFault.class,
                        fault -> assertThat(fault.code()).isEqualTo(ConfigurationFault.GLOBAL_CONF_OUTDATED));
    }

    @Test
    void aDirectorySignedByACertificateThatIsNotListedIsRefused() {
        byte[] body = RecordedConfiguration.bytes("confdist/internalconf");

        assertRefused(body, List.of(RecordedConfiguration.certificate("ca/tsa.pem")), NOW);
        assertRefused(body, List.of(), NOW);
    }

    private static String boundary(String text, String type) {
        int start = text.indexOf("boundary=", text.indexOf(type)) + "boundary=".length();
        return text.substring(start, text.indexOf('\r', start));
    }

    private static void assertRefused(byte[] body, List<X509Certificate> certificates, Instant now) {
        assertThatThrownBy(() -> SignedDirectory.verify(body, certificates, now))
                .isInstanceOf(LocalFault.class);
    }
}

package org.ambergate.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.ambergate.fault.LocalFault;
import org.ambergate.signature.TimestampChain;
import org.ambergate.testsupport.RecordedTrust;
import org.ambergate.testsupport.TestKeys;
import org.ambergate.testsupport.TestTimestamps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tokens and hash chains of X-Road's own containers. */
final class RecordedTokenTest {
    private final TimestampVerifier verifier = new TimestampVerifier(List.of(RecordedTrust.certificate("ca/tsa.pem")));

    @ParameterizedTest
    @ValueSource(strings = {"batch", "other"})
    void aContainersTokenAndChainVerify(String container) throws Exception {
        TimestampToken token = TimestampToken.parse(file(container, "timestamp.tst"));

        VerifiedTimestamp verified = verifier.verify(token, file(container, "ts-hashchainresult.xml"));
        TimestampChain.verify(
                file(container, "ts-hashchainresult.xml"),
                file(container, "ts-hashchain.xml"),
                file(container, "signatures.xml"));

        assertThat(verified.genTime()).isBetween("2026-11-23T05:43:00Z", "2026-11-23T05:58:00Z");
        assertThat(verified.authority()).isEqualTo(RecordedTrust.certificate("ca/tsa.pem"));
    }

    @Test
    void aTokensFieldsAreRead() throws Exception {
        TimestampToken token = TimestampToken.parse(file("batch", "timestamp.tst"));

        assertThat(token.genTime()).isEqualTo(Instant.parse("2026-11-23T05:44:21Z"));
        assertThat(token.imprint()).isEqualTo(token.imprint().algorithm().of(file("batch", "ts-hashchainresult.xml")));
        assertThat(token.nonce()).isEmpty();
        assertThat(token.policy()).isEqualTo("1.2.3.4.1");
        assertThat(token.serialNumber()).isEqualTo(0x01A206D70F5CL);
        assertThat(token.encoded()).isEqualTo(file("batch", "timestamp.tst"));
    }

    @Test
    void everyFlippedBitOfATokenIsRefused() throws Exception {
        byte[] token = file("batch", "timestamp.tst");
        byte[] stamped = file("batch", "ts-hashchainresult.xml");
        for (int i = 0; i < token.length; i++) {
            byte[] changed = token.clone();
            changed[i] ^= (byte) (1 << (i % 8));
            assertThat(catchThrowable(() -> verifier.verify(TimestampToken.parse(changed), stamped)))
                    .as("byte " + i)
                    .isInstanceOf(LocalFault.class);
        }
    }

    @Test
    void everyTruncationOfATokenIsRefused() {
        byte[] token = file("batch", "timestamp.tst");
        for (int length = 0; length < token.length; length++) {
            byte[] cut = Arrays.copyOf(token, length);
            assertThatThrownBy(() -> TimestampToken.parse(cut)).isInstanceOf(LocalFault.class);
            assertThatThrownBy(() -> TimestampToken.parseResponse(cut)).isInstanceOf(LocalFault.class);
        }
    }

    @Test
    void aTokenOfTheLongestLengthIsLookedAtAndALongerOneIsNot() {
        assertThatThrownBy(() -> TimestampToken.parse(new byte[TimestampToken.TOKEN_BYTES_MAX]))
                .hasMessageContaining("not one DER value");
        assertThatThrownBy(() -> TimestampToken.parse(new byte[TimestampToken.TOKEN_BYTES_MAX + 1]))
                .hasMessageContaining("longer than");
    }

    @Test
    void otherDataAreRefused() throws Exception {
        TimestampToken token = TimestampToken.parse(file("batch", "timestamp.tst"));

        assertThatThrownBy(() -> verifier.verify(token, file("other", "ts-hashchainresult.xml")))
                .isInstanceOfSatisfying(
                        LocalFault.class, f -> assertThat(f.path()).isEqualTo("mlog.timestamp_imprint_mismatch"));
    }

    @Test
    void anotherSignatureOrChainIsRefused() {
        assertThatThrownBy(() -> TimestampChain.verify(
                        file("batch", "ts-hashchainresult.xml"),
                        file("batch", "ts-hashchain.xml"),
                        file("other", "signatures.xml")))
                .isInstanceOfSatisfying(
                        LocalFault.class, f -> assertThat(f.path()).isEqualTo("invalid_hash_chain"));
        assertThatThrownBy(() -> TimestampChain.verify(
                        file("batch", "ts-hashchainresult.xml"),
                        file("other", "ts-hashchain.xml"),
                        file("other", "signatures.xml")))
                .isInstanceOfSatisfying(
                        LocalFault.class, f -> assertThat(f.path()).isEqualTo("invalid_hash_chain"));
    }

    @Test
    void aCertificateIsPutInWithoutHarmAndOnlyOnce() throws Exception {
        var authority = TestTimestamps.authority("TSA", TestKeys.EC_P256);
        TimestampRequest request = TimestampRequest.bare(
                org.ambergate.digest.DigestAlgorithm.SHA512.of("data".getBytes(StandardCharsets.UTF_8)));
        TimestampToken bare = TimestampToken.parse(TestTimestamps.token(
                request.encoded(),
                org.ambergate.testsupport.TimestampForm.honest(Instant.parse("2026-01-01T00:00:00Z"), authority)
                        .withoutCertificate()));
        TimestampVerifier own = new TimestampVerifier(List.of(authority.certificate()));

        TimestampToken with = bare.withCertificate(authority.certificate());

        assertThat(own.verify(with, TimestampVerifier.Expected.by(request)).authority())
                .isEqualTo(authority.certificate());
        assertThat(with.encoded().length).isGreaterThan(bare.encoded().length);
        assertThat(with.withCertificate(authority.certificate())).isSameAs(with);
    }

    private static byte[] file(String container, String name) {
        return RecordedTrust.bytes("asic/" + container + "/" + name);
    }
}

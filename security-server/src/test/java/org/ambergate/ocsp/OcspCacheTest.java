package org.ambergate.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ambergate.identifier.MemberId;
import org.ambergate.pki.OcspPolicy;
import org.ambergate.pki.PathValidator;
import org.ambergate.pki.TrustBase;
import org.ambergate.testsupport.OcspForm;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OcspCacheTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final MemberId MEMBER = new MemberId("TEST", "GOV", "1");
    private static final TestAuthority AUTHORITY = TestAuthority.create("Cache CA");
    private static final TestAuthority NAMESAKE = TestAuthority.create("Cache CA");
    private static final OcspChecks CHECKS = checks(AUTHORITY.trust("TEST"));
    private static final X509Certificate A = certificate(AUTHORITY);
    private static final X509Certificate B = certificate(AUTHORITY);

    @TempDir
    Path directory;

    @Test
    void whatIsPutIsFoundUntilItsFreshnessEnds() throws Exception {
        OcspCache cache = cache();
        put(cache, A, NOW);
        assertThat(cache.find(A, CHECKS, NOW.plus(Duration.ofHours(1)))).isPresent();
        assertThat(cache.find(A, CHECKS, NOW.plus(Duration.ofHours(1)).plusSeconds(1)))
                .isEmpty();
        assertThat(cache.find(B, CHECKS, NOW)).isEmpty();
    }

    @Test
    void theFileIsNamedByTheSha1OfTheCertificateAndHoldsTheResponse() throws Exception {
        byte[] der = put(cache(), A, NOW);
        Path file = directory.resolve(OcspCache.sha1(A).hex() + ".ocsp");
        assertThat(file).hasBinaryContent(der);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aRestartFindsTheResponseOnDisk() throws Exception {
        byte[] der = put(cache(), A, NOW);
        assertThat(cache().find(A, CHECKS, NOW.plusSeconds(1)).orElseThrow().der())
                .isEqualTo(der);
    }

    @Test
    void aStaleFileIsNotUsedAfterARestart() throws Exception {
        put(cache(), A, NOW);
        assertThat(cache().find(A, CHECKS, NOW.plus(Duration.ofHours(2)))).isEmpty();
    }

    @Test
    void aDamagedFileIsAsGoodAsNone() throws Exception {
        byte[] der = put(cache(), A, NOW);
        Path file = directory.resolve(OcspCache.sha1(A).hex() + ".ocsp");
        for (int length = 0; length < der.length; length += 13) {
            Files.write(file, java.util.Arrays.copyOf(der, length));
            assertThat(cache().find(A, CHECKS, NOW)).isEmpty();
        }
        for (int i = 0; i < der.length; i += 7) {
            byte[] flipped = der.clone();
            flipped[i] ^= 1;
            Files.write(file, flipped);
            // a flip in an unsigned place may leave the response good; it must then still be about this certificate
            cache().find(A, CHECKS, NOW)
                    .ifPresent(found -> assertThat(found.der()).isEqualTo(flipped));
            assertThat(cache().find(B, CHECKS, NOW)).isEmpty();
        }
        Files.write(file, new byte[OcspMultipart.PART_BYTES_MAX + 1]);
        assertThat(cache().find(A, CHECKS, NOW)).isEmpty();
    }

    @Test
    void aResponseUnderAnotherCertificatesNameIsNotUsed() throws Exception {
        byte[] der = put(cache(), A, NOW);
        Files.write(directory.resolve(OcspCache.sha1(B).hex() + ".ocsp"), der);
        assertThat(cache().find(B, CHECKS, NOW)).isEmpty();
    }

    @Test
    void aResponseOfANamesakeAuthorityIsNotUsed() throws Exception {
        Files.write(directory.resolve(OcspCache.sha1(A).hex() + ".ocsp"), NAMESAKE.ocsp(A, NOW));
        assertThat(cache().find(A, CHECKS, NOW)).isEmpty();
    }

    @Test
    void anOlderResponseDoesNotReplaceAFresherOne() throws Exception {
        OcspCache cache = cache();
        byte[] fresh = put(cache, A, NOW);
        put(cache, A, NOW.minusSeconds(600));
        assertThat(cache.find(A, CHECKS, NOW).orElseThrow().der()).isEqualTo(fresh);
    }

    @Test
    void aChangedPolicyIsAppliedToWhatIsCached() throws Exception {
        OcspCache cache = cache();
        put(cache, A, NOW);
        TrustBase trust = AUTHORITY.trust("TEST");
        OcspChecks strict = checks(new TrustBase(trust.authorities(), new OcspPolicy(Duration.ofSeconds(60), true)));
        assertThat(cache.find(A, strict, NOW.plusSeconds(60))).isPresent();
        assertThat(cache.find(A, strict, NOW.plusSeconds(61))).isEmpty();
    }

    @Test
    void anExpiredNextUpdateEndsAResponseUnlessThePolicyIgnoresIt() throws Exception {
        OcspForm form = OcspForm.at(NOW).withNextUpdate(Optional.of(NOW.plusSeconds(60)));
        byte[] der = AUTHORITY.ocsp(List.of(A), form, AUTHORITY.responder());
        OcspCache cache = cache();
        cache.put(A, CHECKS.validated(A, der, NOW));
        assertThat(cache.find(A, CHECKS, NOW.plusSeconds(61))).isEmpty();
        OcspChecks lenient = checks(
                new TrustBase(AUTHORITY.trust("TEST").authorities(), new OcspPolicy(Duration.ofHours(1), false)));
        assertThat(cache.find(A, lenient, NOW.plusSeconds(61))).isPresent();
    }

    @Test
    void theCacheHoldsItsLimitAndDropsTheLeastRecentlyUsedBeyondIt() throws Exception {
        OcspCache cache = new OcspCache(new OcspFiles(directory), 3);
        List<X509Certificate> certificates = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            certificates.add(certificate(AUTHORITY));
        }
        for (X509Certificate certificate : certificates.subList(0, 3)) {
            put(cache, certificate, NOW);
        }
        emptyDirectory();
        assertThat(certificates.subList(0, 3))
                .allMatch(c -> cache.find(c, CHECKS, NOW).isPresent());
        assertThat(cache.find(certificates.get(0), CHECKS, NOW)).isPresent();
        put(cache, certificates.get(3), NOW);
        emptyDirectory();
        assertThat(cache.find(certificates.get(1), CHECKS, NOW)).isEmpty();
        assertThat(cache.find(certificates.get(0), CHECKS, NOW)).isPresent();
    }

    @Test
    void pruningDropsWhatIsStaleInMemoryAndOnDisk() throws Exception {
        OcspCache cache = cache();
        put(cache, A, NOW);
        put(cache, B, NOW.plusSeconds(1800));
        Path stale = directory.resolve(OcspCache.sha1(A).hex() + ".ocsp");
        Path leftover = Files.write(directory.resolve(".new-1.tmp"), new byte[1]);
        Files.setLastModifiedTime(stale, FileTime.from(NOW));
        Files.setLastModifiedTime(leftover, FileTime.from(NOW));
        Files.setLastModifiedTime(
                directory.resolve(OcspCache.sha1(B).hex() + ".ocsp"), FileTime.from(NOW.plusSeconds(1800)));
        cache.prune(CHECKS, NOW.plusSeconds(3601));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files)
                    .containsExactly(directory.resolve(OcspCache.sha1(B).hex() + ".ocsp"));
        }
        assertThat(cache.find(B, CHECKS, NOW.plusSeconds(3601))).isPresent();
    }

    @Test
    void aDiskThatFailsCostsOnlyTheDiskCache() throws Exception {
        OcspCache cache = cache();
        Files.delete(directory);
        put(cache, A, NOW);
        assertThat(cache.find(A, CHECKS, NOW)).isPresent();
        cache.remove(A);
        cache.prune(CHECKS, NOW);
        assertThat(cache.find(A, CHECKS, NOW)).isEmpty();
        Files.createDirectory(directory);
    }

    private OcspCache cache() throws IOException {
        return new OcspCache(new OcspFiles(directory));
    }

    private void emptyDirectory() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static byte[] put(OcspCache cache, X509Certificate certificate, Instant made) throws Exception {
        byte[] der = AUTHORITY.ocsp(certificate, made);
        cache.put(certificate, CHECKS.validated(certificate, der, made));
        return der;
    }

    private static X509Certificate certificate(TestAuthority authority) {
        return authority.signing(MEMBER, TestKeys.EC_P256).certificate();
    }

    private static OcspChecks checks(TrustBase trust) {
        return new OcspChecks(new OcspTrust("TEST", trust, new PathValidator(trust), Duration.ofMinutes(20)));
    }
}

package org.ambergate.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.ambergate.net.TlsIdentity;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The internal TLS key: shown to information systems that connect by HTTPS and to services that ask for a client
 * certificate (client protocol specification, section 4). Made with a self-signed certificate on first start; an
 * operator may put another PKCS#12 file in its place.
 */
public final class InternalTls {
    private static final String ALIAS = "internal";
    /** The file's protection is its owner-only mode; PKCS#12 wants a password all the same. */
    private static final char[] PASSWORD = "internal".toCharArray();

    private static final Duration VALIDITY = Duration.ofDays(20 * 365);

    private InternalTls() {}

    /**
     * Opens the key, making it if the file does not exist.
     *
     * @throws IOException if the file cannot be read or written, or does not hold a key
     */
    public static TlsIdentity openOrCreate(Path file, Instant now) throws IOException {
        try {
            if (!Files.exists(file)) {
                create(file, now);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD);
            }
            PrivateKey key = (PrivateKey) store.getKey(ALIAS, PASSWORD);
            Certificate certificate = store.getCertificate(ALIAS);
            if (key == null || !(certificate instanceof X509Certificate x509)) {
                throw new IOException("The internal TLS key store has no entry named " + ALIAS);
            }
            return new TlsIdentity(key, List.of(x509));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("The internal TLS key store cannot be used", e);
        }
    }

    private static void create(Path file, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        SecureRandom random = new SecureRandom();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=Ambergate internal TLS");
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                new BigInteger(127, random).add(BigInteger.ONE),
                                Date.from(now.minus(Duration.ofMinutes(5))),
                                Date.from(now.plus(VALIDITY)),
                                name,
                                pair.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        store.setKeyEntry(ALIAS, pair.getPrivate(), PASSWORD, new Certificate[] {certificate});
        Path partial = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(partial);
        Files.createFile(partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(partial)) {
            store.store(out, PASSWORD);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }
}

package org.ambergate.signing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;

/** The PKCS#12 files of a token: one private key with its certificate in each, and one that only checks the PIN. */
final class KeyFile {
    /** Opens with the right PIN and holds nothing of use, so that a token without keys has a PIN too. */
    static final String PIN_CHECK = "pin.p12";

    private static final String SUFFIX = ".p12";
    private static final String ALIAS = "key";
    private static final int CHECK_BYTES = 32;

    private KeyFile() {}

    /** A private key with its certificate. The text form shows neither. */
    record Content(PrivateKey key, X509Certificate certificate) {
        @Override
        public String toString() {
            return "KeyFile.Content[hidden]";
        }
    }

    static String nameOf(String keyId) {
        return keyId + SUFFIX;
    }

    static byte[] encode(Content content, char[] pin) throws TokenException {
        try {
            KeyStore store = empty();
            store.setKeyEntry(ALIAS, content.key(), pin, new Certificate[] {content.certificate()});
            return stored(store, pin);
        } catch (GeneralSecurityException | IOException e) {
            throw new TokenException("The Java platform cannot write a PKCS#12 file", e);
        }
    }

    /** Reads a key file; a wrong PIN and a damaged file give the same text. */
    static Content decode(String keyId, byte[] file, char[] pin) throws TokenException {
        try {
            KeyStore store = loaded(file, pin);
            if (store.getKey(ALIAS, pin) instanceof PrivateKey key
                    && store.getCertificate(ALIAS) instanceof X509Certificate certificate) {
                return new Content(key, certificate);
            }
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw unopened(nameOf(keyId), e);
        }
        throw new TokenException("The file " + nameOf(keyId) + " holds no private key named " + ALIAS);
    }

    static byte[] encodePinCheck(char[] pin, SecureRandom random) throws TokenException {
        byte[] check = new byte[CHECK_BYTES];
        random.nextBytes(check);
        try {
            KeyStore store = empty();
            store.setKeyEntry(ALIAS, new SecretKeySpec(check, "AES"), pin, null);
            return stored(store, pin);
        } catch (GeneralSecurityException | IOException e) {
            throw new TokenException("The Java platform cannot write a PKCS#12 file", e);
        } finally {
            Arrays.fill(check, (byte) 0);
        }
    }

    static void checkPin(byte[] file, char[] pin) throws TokenException {
        try {
            loaded(file, pin);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw unopened(PIN_CHECK, e);
        }
    }

    private static TokenException unopened(String file, Exception cause) {
        return new TokenException("The PIN does not open " + file + ": the PIN is wrong or the file is damaged", cause);
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        // Named, because a provider in front of it may bring a store that drops what it does not know.
        KeyStore store = KeyStore.getInstance("PKCS12", "SUN");
        store.load(null, null);
        return store;
    }

    private static KeyStore loaded(byte[] file, char[] pin) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12", "SUN");
        store.load(new ByteArrayInputStream(file), pin);
        return store;
    }

    private static byte[] stored(KeyStore store, char[] pin) throws GeneralSecurityException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, pin);
        return out.toByteArray();
    }
}

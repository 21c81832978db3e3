package org.ambergate.net;

import io.netty.handler.ssl.util.SimpleKeyManagerFactory;
import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Presents one key with its chain as given, whichever authorities the other side lists: X-Road lists what its global
 * configuration knows, and the receiver judges anyway (transport specification, section 1.1).
 */
final class OneIdentity extends X509ExtendedKeyManager {
    private static final String ALIAS = "identity";

    private final TlsIdentity identity;

    OneIdentity(TlsIdentity identity) {
        this.identity = identity;
    }

    /** The same as a factory, the form in which the native engine caches what it made of the key. */
    static SimpleKeyManagerFactory factory(TlsIdentity identity) {
        return new SimpleKeyManagerFactory() {
            @Override
            protected void engineInit(@Nullable KeyStore keyStore, char @Nullable [] password) {}

            @Override
            protected void engineInit(ManagerFactoryParameters parameters) {}

            @Override
            protected KeyManager[] engineGetKeyManagers() {
                return new KeyManager[] {new OneIdentity(identity)};
            }
        };
    }

    private boolean fits(String keyType) {
        return identity.key().getAlgorithm().equals("RSA")
                ? keyType.equals("RSA") || keyType.equals("DHE_RSA") || keyType.equals("ECDHE_RSA")
                : keyType.equals("EC") || keyType.equals("EC_EC") || keyType.equals("ECDHE_ECDSA");
    }

    private @Nullable String aliasFor(String... keyTypes) {
        for (String keyType : keyTypes) {
            if (fits(keyType)) {
                return ALIAS;
            }
        }
        return null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return aliasFor(keyType);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return aliasFor(keyTypes);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return aliasFor(keyTypes);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return aliasFor(keyType);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return fits(keyType) ? new String[] {ALIAS} : new String[0];
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return fits(keyType) ? new String[] {ALIAS} : new String[0];
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identity.chain().toArray(new X509Certificate[0]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identity.key();
    }
}

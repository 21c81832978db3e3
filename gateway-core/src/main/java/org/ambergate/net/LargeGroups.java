package org.ambergate.net;

import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Set;
import javax.crypto.interfaces.DHKey;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's engine without Diffie-Hellman groups of less than 2048 bits (threat T-54). By itself it takes from 1024 bits on
 * what a server picks, and has only a setting for the whole process against it.
 */
final class LargeGroups extends DelegatingSslContext {
    private static final int GROUP_BITS_MIN = 2048;

    LargeGroups(SslContext jdk) {
        super(jdk);
    }

    @Override
    protected void initEngine(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setAlgorithmConstraints(new Constraints());
        engine.setSSLParameters(parameters);
    }

    static boolean permits(Key key) {
        return !(key instanceof DHKey group) || group.getParams().getP().bitLength() >= GROUP_BITS_MIN;
    }

    /** Asked besides the platform's own constraints, not instead of them. */
    private static final class Constraints implements AlgorithmConstraints {
        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
            return true;
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
            return LargeGroups.permits(key);
        }

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, Key key, @Nullable AlgorithmParameters parameters) {
            return LargeGroups.permits(key);
        }
    }
}

package org.ambergate.exchange;

import java.time.Clock;
import java.util.function.Supplier;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.net.TlsIdentity;
import org.ambergate.signing.KeyRing;
import org.ambergate.signing.TlsKey;
import org.jspecify.annotations.Nullable;

/**
 * What this server presents to other security servers: its authentication certificate and the intermediate
 * authorities, without the top one (transport specification, section 1.2). Safe for all threads.
 */
public final class OwnIdentity {
    private final Supplier<KeyRing> keys;
    private final ServerState state;
    private final Clock clock;
    private volatile @Nullable Held held;

    private record Held(TlsKey key, ServerSnapshot snapshot, TlsIdentity identity) {}

    public OwnIdentity(Supplier<KeyRing> keys, ServerState state, Clock clock) {
        this.keys = keys;
        this.state = state;
        this.clock = clock;
    }

    /**
     * As {@link #current()}, for a TLS handshake, which needs no reason to fail.
     *
     * @throws IllegalStateException if there is no usable identity
     */
    public TlsIdentity presented() {
        try {
            return current();
        } catch (LocalFault fault) {
            throw new IllegalStateException("No identity to present in TLS", fault);
        }
    }

    /**
     * The identity to present now; the same object until key or global configuration change.
     *
     * @throws LocalFault {@code ssl_authentication_failed} if there is no usable key, or {@code global_conf_outdated}
     */
    public TlsIdentity current() throws LocalFault {
        ServerSnapshot snapshot = state.current();
        TlsKey key = keys.get()
                .authentication(clock.instant())
                .orElseThrow(() -> new LocalFault(
                        MessageFault.SSL_AUTHENTICATION_FAILED, "This server has no usable authentication key"));
        Held last = held;
        if (last != null && last.key().equals(key) && last.snapshot().global() == snapshot.global()) {
            return last.identity();
        }
        TlsIdentity identity = new TlsIdentity(
                key.key(),
                snapshot.global()
                        .trustBase()
                        .of(snapshot.global().instance())
                        .orElseThrow(() -> new LocalFault(
                                MessageFault.SSL_AUTHENTICATION_FAILED, "The own instance has no authorities"))
                        .chainWithoutTop(key.certificate()));
        if (last != null
                && last.identity().chain().equals(identity.chain())
                && last.key().equals(key)) {
            identity = last.identity();
        }
        held = new Held(key, snapshot, identity);
        return identity;
    }
}

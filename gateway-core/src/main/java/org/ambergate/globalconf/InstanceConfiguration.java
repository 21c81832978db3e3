package org.ambergate.globalconf;

import java.time.Instant;
import org.ambergate.pki.ApprovedAuthorities;

/** The shared parameters of one instance, indexed, with the time until which they hold. Immutable. */
public final class InstanceConfiguration {
    private final SharedParameters parameters;
    private final Instant expires;
    private final InstanceIndex index;

    private InstanceConfiguration(SharedParameters parameters, Instant expires, InstanceIndex index) {
        this.parameters = parameters;
        this.expires = expires;
        this.index = index;
    }

    public static InstanceConfiguration of(SharedParameters parameters, Instant expires) {
        return new InstanceConfiguration(parameters, expires, new InstanceIndex(parameters));
    }

    /** The same parameters, valid until another time; shares the index. */
    public InstanceConfiguration until(Instant newExpires) {
        return newExpires.equals(expires) ? this : new InstanceConfiguration(parameters, newExpires, index);
    }

    public String instance() {
        return parameters.instance();
    }

    /** The instance's approved authorities, which is all that offline verification needs of it. */
    public ApprovedAuthorities authorities() {
        return index.authorities();
    }

    public SharedParameters parameters() {
        return parameters;
    }

    /** The first instant at which the parameters no longer hold. */
    public Instant expires() {
        return expires;
    }

    public boolean isValidAt(Instant time) {
        return time.isBefore(expires);
    }

    InstanceIndex index() {
        return index;
    }
}

package org.ambergate.register;

import java.util.Base64;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.TimestampAuthority;

/** Changes of time-stamping authorities and of trusted anchors. */
final class TrustChanges {
    private TrustChanges() {}

    static void addTimestampAuthority(ChangeScope scope, TimestampAuthority authority) throws RefusedChangeException {
        scope.instance();
        check(authority);
        if (scope.has(EntryKey.timestampAuthority(authority.name()))) {
            throw Refusal.TIMESTAMP_AUTHORITY_EXISTS.of(named(authority.name()));
        }
        scope.put(new Registered.TimestampEntry(authority));
    }

    static void changeTimestampAuthority(ChangeScope scope, TimestampAuthority authority)
            throws RefusedChangeException {
        check(authority);
        checkExists(scope, authority.name());
        scope.put(new Registered.TimestampEntry(authority));
    }

    static void deleteTimestampAuthority(ChangeScope scope, String name) throws RefusedChangeException {
        checkExists(scope, name);
        scope.remove(EntryKey.timestampAuthority(name));
    }

    /** Replaces the anchor of the same instance, if there is one. */
    static void trust(ChangeScope scope, byte[] file) throws RefusedChangeException {
        String own = scope.instance().instance();
        Registered.AnchorEntry entry = read(file);
        ConfigurationAnchor anchor = entry.anchor();
        Texts.checkPart(anchor.instance(), "The instance identifier in the anchor");
        if (anchor.instance().equals(own)) {
            throw Refusal.OWN_ANCHOR.of("The file");
        }
        for (ConfigurationAnchor.Source source : anchor.sources()) {
            ServiceChanges.checkUrl(source.downloadUrl().toString(), "An address in the anchor");
        }
        scope.put(entry);
    }

    static void distrust(ChangeScope scope, String instance) throws RefusedChangeException {
        EntryKey key = EntryKey.trustedAnchor(instance);
        if (!scope.has(key)) {
            throw Refusal.ANCHOR_NOT_FOUND.of("Instance " + instance);
        }
        scope.remove(key);
    }

    private static Registered.AnchorEntry read(byte[] file) throws RefusedChangeException {
        if (file.length > ConfigurationAnchor.ANCHOR_BYTES_MAX) {
            throw Refusal.INVALID_ANCHOR.of("The file");
        }
        try {
            return EntryReader.anchor(Base64.getEncoder().encodeToString(file));
        } catch (LocalFault e) {
            throw Refusal.INVALID_ANCHOR.of("The file");
        }
    }

    private static void check(TimestampAuthority authority) throws RefusedChangeException {
        Texts.checkLine(authority.name(), "The name of the time-stamping authority");
        ServiceChanges.checkUrl(authority.url().toString(), "The address of the time-stamping authority");
    }

    private static void checkExists(ChangeScope scope, String name) throws RefusedChangeException {
        if (!scope.has(EntryKey.timestampAuthority(name))) {
            throw Refusal.TIMESTAMP_AUTHORITY_NOT_FOUND.of(named(name));
        }
    }

    private static String named(String name) {
        return "Time-stamping authority " + name;
    }
}

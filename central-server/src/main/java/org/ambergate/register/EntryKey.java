package org.ambergate.register;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;

/**
 * Names one thing in the register. Names are for people, and unambiguous nevertheless: no part of an identifier may hold
 * a slash or a colon.
 *
 * @param kind what it is
 * @param name its name within its kind
 */
public record EntryKey(EntryKind kind, String name) {
    /** The one entry with the instance's identifier and settings. */
    public static final EntryKey INSTANCE = new EntryKey(EntryKind.INSTANCE, "instance");

    public static EntryKey memberClass(String code) {
        return new EntryKey(EntryKind.MEMBER_CLASS, code);
    }

    public static EntryKey member(MemberId id) {
        return new EntryKey(EntryKind.MEMBER, id.toString());
    }

    /** A member or a subsystem. */
    public static EntryKey client(ClientId id) {
        return id.subsystemCode().isPresent() ? new EntryKey(EntryKind.SUBSYSTEM, id.toString()) : member(id.member());
    }

    public static EntryKey server(SecurityServerId id) {
        return new EntryKey(EntryKind.SECURITY_SERVER, id.toString());
    }

    /** An authentication certificate by its SHA-256. */
    public static EntryKey authenticationCertificate(Digest sha256) {
        return new EntryKey(EntryKind.AUTHENTICATION_CERTIFICATE, sha256.hex());
    }

    public static EntryKey serverClient(SecurityServerId server, ClientId client) {
        return new EntryKey(EntryKind.SERVER_CLIENT, server + " " + client);
    }

    public static EntryKey group(String code) {
        return new EntryKey(EntryKind.GLOBAL_GROUP, code);
    }

    public static EntryKey groupMember(String group, ClientId client) {
        return new EntryKey(EntryKind.GROUP_MEMBER, group + "/" + client);
    }

    /** A certification service by the SHA-256 of its top authority's certificate. */
    public static EntryKey certificationService(Digest sha256) {
        return new EntryKey(EntryKind.CERTIFICATION_SERVICE, sha256.hex());
    }

    public static EntryKey timestampAuthority(String name) {
        return new EntryKey(EntryKind.TIMESTAMP_AUTHORITY, name);
    }

    public static EntryKey trustedAnchor(String instance) {
        return new EntryKey(EntryKind.TRUSTED_ANCHOR, instance);
    }

    /** Under which it is stored: SHA-256 of kind and name in hexadecimal. A name that has no UTF-8 is nobody's: empty. */
    String id() {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            return "";
        }
        return DigestAlgorithm.SHA256
                .ofPieces(List.of(kind.name().getBytes(StandardCharsets.UTF_8), name.getBytes(StandardCharsets.UTF_8)))
                .hex();
    }

    /** For refusals and logs. */
    @Override
    public String toString() {
        return kind + " " + name;
    }
}

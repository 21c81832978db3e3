package org.ambergate.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.ambergate.audit.AuditScope;
import org.ambergate.config.SettingsException;
import org.ambergate.config.SettingsTree;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.identifier.ClientId;

/**
 * The keys that open the audit index, from a file that holds their SHA-256 only. A key is 256 random bits, so that a slow
 * hash would protect it no better. The file is read at each request: a key that is taken out is refused at once.
 */
public final class AuditorKeys {
    /** Keys in the file, at most. */
    static final int KEYS_MAX = 1_000;

    private static final Set<PosixFilePermission> FILE_MODE = PosixFilePermissions.fromString("rw-------");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String ALL = "all";

    private final Path file;

    /**
     * Who asks.
     *
     * @param name the key's name, for the log
     * @param scope whose records the key opens
     */
    record Auditor(String name, AuditScope scope) {}

    private record Key(byte[] hash, Auditor auditor) {}

    /** @param file the keys' file; without it nobody is let in */
    public AuditorKeys(Path file) {
        this.file = file;
    }

    /**
     * Whose key this is; empty if it is nobody's.
     *
     * @throws SettingsException if the file cannot be used
     */
    Optional<Auditor> authenticate(String presented) throws SettingsException {
        byte[] hash = DigestAlgorithm.SHA256
                .of(presented.getBytes(StandardCharsets.UTF_8))
                .toBytes();
        Optional<Auditor> found = Optional.empty();
        // All are compared, so that the time says nothing about the place of a key.
        for (Key key : read()) {
            if (MessageDigest.isEqual(key.hash(), hash)) {
                found = Optional.of(key.auditor());
            }
        }
        return found;
    }

    private List<Key> read() throws SettingsException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        requireClosed();
        SettingsTree tree = SettingsTree.read(file);
        List<Key> keys = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (SettingsTree entry : tree.list("auditors")) {
            Key key = key(entry);
            if (!names.add(key.auditor().name())) {
                throw entry.wrong("name", "is given twice");
            }
            keys.add(key);
        }
        tree.refuseUnknown();
        if (keys.size() > KEYS_MAX) {
            throw new SettingsException("There are more than " + KEYS_MAX + " auditors' keys");
        }
        return keys;
    }

    private static Key key(SettingsTree entry) throws SettingsException {
        String name = entry.requiredText("name");
        if (!NAME.matcher(name).matches()) {
            throw entry.wrong("name", "must have 1 to 64 letters, digits, dots, hyphens and underscores");
        }
        return new Key(hash(entry), new Auditor(name, scope(entry)));
    }

    private static byte[] hash(SettingsTree entry) throws SettingsException {
        try {
            byte[] hash = HexFormat.of().parseHex(entry.requiredText("key-sha256"));
            return new Digest(DigestAlgorithm.SHA256, hash).toBytes();
        } catch (IllegalArgumentException e) {
            throw entry.wrong("key-sha256", "must be 64 hexadecimal digits");
        }
    }

    /** Must be said, since forgetting it would open everything. */
    private static AuditScope scope(SettingsTree entry) throws SettingsException {
        String member = entry.requiredText("member");
        if (member.equals(ALL)) {
            return AuditScope.all();
        }
        try {
            ClientId parsed = ClientId.parse(member);
            if (parsed.subsystemCode().isEmpty()) {
                return AuditScope.of(parsed.member());
            }
        } catch (IllegalArgumentException e) {
            throw entry.wrong("member", "must be all or INSTANCE/CLASS/CODE: " + e.getMessage());
        }
        throw entry.wrong("member", "must be all or INSTANCE/CLASS/CODE");
    }

    private void requireClosed() throws SettingsException {
        try {
            PosixFileAttributes attributes =
                    Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile() || !FILE_MODE.containsAll(attributes.permissions())) {
                throw new SettingsException(file + " must be a plain file that others cannot read; run: chmod 600");
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new SettingsException("The access mode of " + file + " cannot be determined");
        }
    }
}

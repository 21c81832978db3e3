package org.ambergate.signing;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.ambergate.identifier.MalformedIdentifierException;
import org.ambergate.identifier.MemberId;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The list of a token's keys, as the file {@code token.yaml} holds it: what each key is for, but nothing secret. The
 * order of the entries is the order in which keys are chosen.
 *
 * @param version version of the file's format
 * @param keys the keys in order of preference
 */
record TokenIndex(int version, List<TokenIndex.Entry> keys) {
    static final String FILE = "token.yaml";
    private static final int VERSION = 1;
    private static final String HEADER =
            "# The keys of this token; each is in the file <id>.p12. Keys are chosen in this order.\n";
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    TokenIndex {
        keys = List.copyOf(keys);
    }

    /**
     * One key.
     *
     * @param id the key's name
     * @param usage what it is for
     * @param member whose it is; only for signing keys
     * @param active whether it may be used
     * @param status how far its certificate has come
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(String id, KeyUsage usage, @Nullable Member member, boolean active, KeyStatus status) {
        Entry {
            // The file's reader leaves out what the file leaves out.
            Objects.requireNonNull(id);
            Objects.requireNonNull(usage);
            Objects.requireNonNull(status);
        }

        Optional<MemberId> memberId() {
            return Optional.ofNullable(member).map(m -> new MemberId(m.instance, m.memberClass, m.memberCode));
        }

        Entry with(boolean newActive, KeyStatus newStatus) {
            return new Entry(id, usage, member, newActive, newStatus);
        }
    }

    /** The three parts of a member's identifier, spelled out because they may hold any character. */
    record Member(String instance, String memberClass, String memberCode) {
        static @Nullable Member of(Optional<MemberId> id) {
            return id.map(m -> new Member(m.instance(), m.memberClass(), m.memberCode()))
                    .orElse(null);
        }
    }

    static TokenIndex empty() {
        return new TokenIndex(VERSION, List.of());
    }

    static TokenIndex parse(byte[] yaml) throws TokenException {
        try {
            TokenIndex index = MAPPER.readValue(yaml, TokenIndex.class);
            check(index);
            return index;
        } catch (JacksonException | NullPointerException | MalformedIdentifierException e) {
            throw new TokenException("The token's index " + FILE + " cannot be read; restore it from a backup", e);
        }
    }

    byte[] toYaml() {
        return (HEADER + MAPPER.writeValueAsString(this)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    Optional<Entry> find(String id) {
        return keys.stream().filter(e -> e.id().equals(id)).findFirst();
    }

    TokenIndex add(Entry entry) {
        List<Entry> entries = new ArrayList<>(keys);
        entries.add(entry);
        return new TokenIndex(version, entries);
    }

    TokenIndex replace(Entry entry) {
        return new TokenIndex(
                version,
                keys.stream().map(e -> e.id().equals(entry.id()) ? entry : e).toList());
    }

    private static void check(TokenIndex index) throws TokenException {
        if (index.version != VERSION) {
            throw new TokenException("The token's index " + FILE + " has version " + index.version
                    + "; this program reads version " + VERSION);
        }
        Set<String> seen = new HashSet<>();
        for (Entry entry : index.keys) {
            // the id becomes a file name, so nothing but its own alphabet may be in it
            if (!ID.matcher(entry.id()).matches() || !seen.add(entry.id())) {
                throw new TokenException("The token's index " + FILE + " has a key with a bad or repeated id");
            }
            if ((entry.usage() == KeyUsage.SIGNING) != entry.memberId().isPresent()) {
                throw new TokenException("Key " + entry.id() + " in " + FILE
                        + ": a signing key names its member, an authentication key names none");
            }
        }
    }
}

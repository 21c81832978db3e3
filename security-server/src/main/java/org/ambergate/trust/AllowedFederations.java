package org.ambergate.trust;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The federated instances this server deals with: the setting {@code allowed-federations} (global configuration
 * specification, section 7). Names are compared without case.
 */
public final class AllowedFederations {
    public static final AllowedFederations NONE = new AllowedFederations(false, Set.of());

    private final boolean all;
    private final Set<String> names;

    private AllowedFederations(boolean all, Set<String> names) {
        this.all = all;
        this.names = names;
    }

    /** Reads a comma-separated list; {@code none} anywhere in it outweighs everything, {@code all} the names. */
    public static AllowedFederations parse(String setting) {
        Set<String> words = Arrays.stream(setting.split(",", -1))
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        if (words.contains("none")) {
            return NONE;
        }
        return words.contains("all") ? new AllowedFederations(true, Set.of()) : new AllowedFederations(false, words);
    }

    public boolean allows(String instance) {
        return all || names.contains(instance.toLowerCase(Locale.ROOT));
    }
}

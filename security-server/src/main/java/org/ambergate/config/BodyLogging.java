package org.ambergate.config;

import java.util.HashSet;
import java.util.Set;
import org.ambergate.identifier.ClientId;

/**
 * Whose messages' bodies are logged: a rule for all, and the subsystems of providers for which the opposite holds. As
 * in X-Road, the lists differ by where the provider is (evidence specification, section 9.3).
 *
 * @param byDefault whether bodies are logged of services that no list names
 * @param localProducers exceptions among the providers of this server, where it is the provider's side
 * @param remoteProducers exceptions among the providers elsewhere, where it is the consumer's side
 */
public record BodyLogging(boolean byDefault, Set<ClientId> localProducers, Set<ClientId> remoteProducers) {
    public BodyLogging {
        localProducers = Set.copyOf(localProducers);
        remoteProducers = Set.copyOf(remoteProducers);
    }

    /** Whether the bodies of a provider of this server are logged here. */
    public boolean ofLocal(ClientId provider) {
        return byDefault != localProducers.contains(provider);
    }

    /** Whether the bodies exchanged with a provider elsewhere are logged here. */
    public boolean ofRemote(ClientId provider) {
        return byDefault != remoteProducers.contains(provider);
    }

    /**
     * Reads {@code bodies} with the list of exceptions that belongs to it.
     *
     * @throws SettingsException if the other list is there: it would say what holds anyway, so one of the two is a mistake
     */
    static BodyLogging read(SettingsTree tree) throws SettingsException {
        boolean byDefault = tree.flag("bodies", true);
        String applying = byDefault ? "bodies-disabled" : "bodies-enabled";
        String idle = byDefault ? "bodies-enabled" : "bodies-disabled";
        BodyLogging idleList = exceptions(byDefault, tree.section(idle));
        if (!idleList.localProducers.isEmpty() || !idleList.remoteProducers.isEmpty()) {
            throw tree.wrong(idle, "does not apply while bodies is " + byDefault + "; use " + applying);
        }
        return exceptions(byDefault, tree.section(applying));
    }

    private static BodyLogging exceptions(boolean byDefault, SettingsTree lists) throws SettingsException {
        return new BodyLogging(byDefault, subsystems(lists, "local-producers"), subsystems(lists, "remote-producers"));
    }

    private static Set<ClientId> subsystems(SettingsTree lists, String key) throws SettingsException {
        Set<ClientId> subsystems = new HashSet<>();
        for (String text : lists.texts(key)) {
            subsystems.add(subsystem(lists, key, text));
        }
        return subsystems;
    }

    private static ClientId subsystem(SettingsTree lists, String key, String text) throws SettingsException {
        try {
            ClientId client = ClientId.parse(text);
            if (client.subsystemCode().isPresent()) {
                return client;
            }
        } catch (IllegalArgumentException e) {
            throw lists.wrong(key, "must list subsystems as INSTANCE/CLASS/MEMBER/SUBSYSTEM: " + e.getMessage());
        }
        throw lists.wrong(key, "must list subsystems as INSTANCE/CLASS/MEMBER/SUBSYSTEM");
    }
}

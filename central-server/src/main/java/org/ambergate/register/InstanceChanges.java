package org.ambergate.register;

import java.util.Optional;
import org.ambergate.identifier.ClientId;

/** Changes of the instance itself. */
final class InstanceChanges {
    private InstanceChanges() {}

    static void initialise(ChangeScope scope, String instance) throws RefusedChangeException {
        Texts.checkPart(instance, "The instance identifier");
        if (scope.has(EntryKey.INSTANCE)) {
            throw Refusal.ALREADY_INITIALISED.of("The instance");
        }
        scope.put(new Registered.Instance(instance, RegisterSettings.standard()));
        scope.put(new Registered.GroupEntry(Register.OWNERS_GROUP, "Owners of security servers"));
    }

    static void changeSettings(ChangeScope scope, RegisterSettings settings) throws RefusedChangeException {
        Registered.Instance instance = scope.instance();
        settings.check();
        checkRegistered(scope, settings.managementServiceProvider());
        checkRegistered(scope, settings.monitoringClient());
        scope.put(new Registered.Instance(instance.instance(), settings));
    }

    private static void checkRegistered(ChangeScope scope, Optional<ClientId> client) throws RefusedChangeException {
        if (client.isPresent()) {
            MemberChanges.checkExists(scope, client.get());
        }
    }
}

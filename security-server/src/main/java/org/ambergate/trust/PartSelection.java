package org.ambergate.trust;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationPart;
import org.ambergate.globalconf.SignedDirectory;

/** Which parts of a directory are wanted, and whether they are those of the instance whose anchor was followed. */
final class PartSelection {
    private PartSelection() {}

    /**
     * For the own instance: private and shared parameters, and the optional parts there are. Shared parameters of other
     * instances, which a source may carry along, are passed over: they come by way of their own anchors.
     */
    static Map<ConfigurationPart, SignedDirectory.Part> ofOwn(SignedDirectory directory, String instance)
            throws LocalFault {
        Map<ConfigurationPart, SignedDirectory.Part> wanted = new EnumMap<>(ConfigurationPart.class);
        for (SignedDirectory.Part part : directory.parts()) {
            Optional<ConfigurationPart> kind = part.kind();
            boolean foreign =
                    part.instance().filter(name -> !name.equals(instance)).isPresent();
            boolean carriedAlong = foreign
                    && kind.filter(k -> k == ConfigurationPart.SHARED_PARAMETERS)
                            .isPresent();
            if (kind.isEmpty() || carriedAlong) {
                continue;
            }
            add(wanted, kind.get(), part, foreign);
        }
        require(wanted, ConfigurationPart.PRIVATE_PARAMETERS);
        require(wanted, ConfigurationPart.SHARED_PARAMETERS);
        return wanted;
    }

    /** For a federated instance: its shared parameters alone. */
    static Map<ConfigurationPart, SignedDirectory.Part> ofFederated(SignedDirectory directory, String instance)
            throws LocalFault {
        Map<ConfigurationPart, SignedDirectory.Part> wanted = new EnumMap<>(ConfigurationPart.class);
        for (SignedDirectory.Part part : directory.parts()) {
            if (part.kind()
                    .filter(k -> k == ConfigurationPart.SHARED_PARAMETERS)
                    .isPresent()) {
                boolean foreign = part.instance().filter(instance::equals).isEmpty();
                add(wanted, ConfigurationPart.SHARED_PARAMETERS, part, foreign);
            }
        }
        require(wanted, ConfigurationPart.SHARED_PARAMETERS);
        return wanted;
    }

    private static void add(
            Map<ConfigurationPart, SignedDirectory.Part> wanted,
            ConfigurationPart kind,
            SignedDirectory.Part part,
            boolean foreign)
            throws LocalFault {
        if (foreign) {
            throw malformed("The directory lists " + kind.contentIdentifier() + " of another instance");
        }
        if (wanted.put(kind, part) != null) {
            throw malformed("The directory lists " + kind.contentIdentifier() + " twice");
        }
    }

    private static void require(Map<ConfigurationPart, SignedDirectory.Part> wanted, ConfigurationPart kind)
            throws LocalFault {
        if (!wanted.containsKey(kind)) {
            throw malformed("The directory does not list " + kind.contentIdentifier());
        }
    }

    private static LocalFault malformed(String text) {
        return new LocalFault(ConfigurationFault.MALFORMED_GLOBAL_CONF, text);
    }
}

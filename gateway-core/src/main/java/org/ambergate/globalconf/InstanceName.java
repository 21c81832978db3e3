package org.ambergate.globalconf;

import org.ambergate.fault.LocalFault;

/** What may name an instance: it becomes a part of identifiers and, encoded, a directory name. */
final class InstanceName {
    /** As for every part of an identifier. */
    static final int LENGTH_MAX = 255;

    private InstanceName() {}

    static String checked(XmlCursor xml, String name) throws LocalFault {
        if (!isAllowed(name)) {
            throw xml.malformed("The instance identifier is not one that can be used");
        }
        return name;
    }

    static boolean isAllowed(String name) {
        // The two names that the encoding of directory names lets through although they lead elsewhere.
        boolean leadsElsewhere = name.equals(".") || name.equals("..");
        return !name.isBlank()
                && name.length() <= LENGTH_MAX
                && !leadsElsewhere
                && name.chars().noneMatch(Character::isISOControl);
    }
}

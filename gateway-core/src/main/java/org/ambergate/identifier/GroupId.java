package org.ambergate.identifier;

import static org.ambergate.identifier.EncodedIdentifier.part;

/** A group of clients that access rights may name. */
public sealed interface GroupId {
    String groupCode();

    /** A group kept by the central server of an instance, published in its shared parameters. */
    record Global(String instance, String groupCode) implements GroupId {
        public Global {
            part(instance, "instance");
            part(groupCode, "groupCode");
        }

        @Override
        public String toString() {
            return "GLOBALGROUP:" + instance + "/" + groupCode;
        }
    }

    /** A group kept by one provider on its own security server. */
    record Local(String groupCode) implements GroupId {
        public Local {
            part(groupCode, "groupCode");
        }

        @Override
        public String toString() {
            return "LOCALGROUP:" + groupCode;
        }
    }
}

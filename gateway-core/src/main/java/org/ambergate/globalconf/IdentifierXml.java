package org.ambergate.globalconf;

import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.jspecify.annotations.Nullable;

/** The XML of identifiers (global configuration specification, section 5). */
final class IdentifierXml {
    private IdentifierXml() {}

    /** Reads a client identifier; empty if the identifier is of a kind that names no client. */
    static Optional<ClientId> client(XmlCursor xml) throws LocalFault {
        String objectType = xml.identifierAttribute("objectType").orElse("");
        if (!objectType.equals("MEMBER") && !objectType.equals("SUBSYSTEM")) {
            xml.skip();
            return Optional.empty();
        }
        @Nullable String instance = null;
        @Nullable String memberClass = null;
        @Nullable String memberCode = null;
        @Nullable String subsystemCode = null;
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "id:xRoadInstance" -> instance = xml.once(instance, xml.text());
                case "id:memberClass" -> memberClass = xml.once(memberClass, xml.text());
                case "id:memberCode" -> memberCode = xml.once(memberCode, xml.text());
                case "id:subsystemCode" -> subsystemCode = xml.once(subsystemCode, xml.text());
                default -> xml.skip();
            }
        }
        MemberId member = new MemberId(
                xml.required(instance, "xRoadInstance"),
                xml.required(memberClass, "memberClass"),
                xml.required(memberCode, "memberCode"));
        if (objectType.equals("MEMBER") != (subsystemCode == null)) {
            throw xml.malformed("An identifier's type does not agree with its parts");
        }
        return Optional.of(subsystemCode == null ? ClientId.member(member) : ClientId.subsystem(member, subsystemCode));
    }
}

package org.ambergate.globalconf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.jspecify.annotations.Nullable;

/** Reads members and security servers and resolves the references between them. Single-threaded, used once. */
final class RegisterReader {
    private final XmlCursor xml;
    private final DigestAlgorithm hashAlgorithm;
    private final List<Member> members = new ArrayList<>();
    private final Map<String, ClientId> clientsById = new HashMap<>();
    private final List<ServerElement> servers = new ArrayList<>();

    RegisterReader(XmlCursor xml, int version) {
        this.xml = xml;
        this.hashAlgorithm = version == SharedParameters.VERSION_MIN ? DigestAlgorithm.SHA1 : DigestAlgorithm.SHA256;
    }

    /** A server with its references still unresolved. */
    private record ServerElement(
            String owner,
            String serverCode,
            Optional<String> address,
            List<Digest> hashes,
            List<String> clients,
            Optional<String> maintenance) {}

    static MemberClass memberClass(XmlCursor xml) throws LocalFault {
        @Nullable String code = null;
        @Nullable String description = null;
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "code" -> code = xml.once(code, xml.text());
                case "description" -> description = xml.once(description, xml.text());
                default -> xml.skip();
            }
        }
        return new MemberClass(xml.required(code, "code"), xml.required(description, "description"));
    }

    void readMember(String instance) throws LocalFault {
        String xmlId = xml.attribute("id").orElseThrow(() -> xml.malformed("A member has no id"));
        @Nullable MemberClass memberClass = null;
        @Nullable String memberCode = null;
        @Nullable String name = null;
        List<Member.Subsystem> subsystems = new ArrayList<>();
        @Nullable MemberId id = null;
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "memberClass" -> memberClass = xml.once(memberClass, memberClass(xml));
                case "memberCode" -> {
                    memberCode = xml.once(memberCode, xml.text());
                    id = new MemberId(
                            instance, xml.required(memberClass, "memberClass").code(), memberCode);
                }
                case "name" -> name = xml.once(name, xml.text());
                case "subsystem" -> subsystems.add(subsystem(xml.required(id, "memberCode")));
                default -> xml.skip();
            }
        }
        MemberId memberId = xml.required(id, "memberCode");
        name(xmlId, ClientId.member(memberId));
        members.add(new Member(
                memberId,
                xml.required(memberClass, "memberClass").description(),
                xml.required(name, "name"),
                subsystems));
    }

    void readServer() throws LocalFault {
        @Nullable String owner = null;
        @Nullable String serverCode = null;
        @Nullable String address = null;
        @Nullable String maintenance = null;
        List<Digest> hashes = new ArrayList<>();
        List<String> clients = new ArrayList<>();
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "owner" -> owner = xml.once(owner, xml.text().strip());
                case "serverCode" -> serverCode = xml.once(serverCode, xml.text());
                case "address" -> address = xml.once(address, xml.text().strip());
                case "authCertHash" -> hashes.add(hash());
                case "client" -> clients.add(xml.text().strip());
                case "inMaintenanceMode" -> maintenance = xml.once(maintenance, maintenanceMessage());
                default -> xml.skip();
            }
        }
        servers.add(new ServerElement(
                xml.required(owner, "owner"),
                xml.required(serverCode, "serverCode"),
                Optional.ofNullable(address).filter(text -> !text.isEmpty()),
                hashes,
                clients,
                Optional.ofNullable(maintenance)));
    }

    List<Member> members() {
        return members;
    }

    /** All servers read, with their references resolved; the last thing to ask for. */
    List<RegisteredServer> servers() throws LocalFault {
        List<RegisteredServer> resolved = new ArrayList<>(servers.size());
        for (ServerElement server : servers) {
            ClientId owner = client(server.owner);
            if (owner.subsystemCode().isPresent()) {
                throw xml.malformed("The owner of a security server is not a member");
            }
            List<ClientId> clients = new ArrayList<>(server.clients.size());
            for (String reference : server.clients) {
                clients.add(client(reference));
            }
            resolved.add(new RegisteredServer(
                    new SecurityServerId(owner.member(), server.serverCode),
                    server.address,
                    server.hashes,
                    clients,
                    server.maintenance));
        }
        return resolved;
    }

    private Member.Subsystem subsystem(MemberId member) throws LocalFault {
        String xmlId = xml.attribute("id").orElseThrow(() -> xml.malformed("A subsystem has no id"));
        @Nullable String code = null;
        @Nullable String name = null;
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "subsystemCode" -> code = xml.once(code, xml.text());
                case "subsystemName" -> name = xml.once(name, xml.text());
                default -> xml.skip();
            }
        }
        ClientId id = ClientId.subsystem(member, xml.required(code, "subsystemCode"));
        name(xmlId, id);
        return new Member.Subsystem(id, Optional.ofNullable(name));
    }

    private Digest hash() throws LocalFault {
        byte[] value = xml.base64Text();
        if (value.length != hashAlgorithm.length()) {
            throw xml.malformed("A certificate hash does not have the length that the version demands");
        }
        return new Digest(hashAlgorithm, value);
    }

    private String maintenanceMessage() throws LocalFault {
        @Nullable String message = null;
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "message" -> message = xml.once(message, xml.text());
                default -> xml.skip();
            }
        }
        return message == null ? "" : message;
    }

    private void name(String xmlId, ClientId client) throws LocalFault {
        if (clientsById.put(xmlId, client) != null) {
            throw xml.malformed("Two elements have the same id");
        }
    }

    private ClientId client(String reference) throws LocalFault {
        return xml.required(clientsById.get(reference), "referred to by a security server");
    }
}

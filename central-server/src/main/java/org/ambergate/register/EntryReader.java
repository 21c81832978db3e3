package org.ambergate.register;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ApprovedAuthority;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.CostType;
import org.ambergate.globalconf.MemberClass;
import org.ambergate.globalconf.OcspResponder;
import org.ambergate.globalconf.TimestampAuthority;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.pki.Certificates;
import tools.jackson.databind.JsonNode;

/** Reads what {@link EntryWriter} wrote, and nothing else. */
final class EntryReader {
    private EntryReader() {}

    /**
     * Reads one stored value.
     *
     * @throws DamagedRegisterException if it is not one of this kind
     */
    static Registered read(EntryKind kind, String value) {
        JsonNode json = CanonicalJson.read(value);
        try {
            return switch (kind) {
                case INSTANCE -> new Registered.Instance(text(json, "instance"), settings(json));
                case MEMBER_CLASS ->
                    new Registered.ClassEntry(new MemberClass(text(json, "code"), text(json, "description")));
                case MEMBER -> new Registered.MemberEntry(client(json, "id").member(), text(json, "name"));
                case SUBSYSTEM -> new Registered.SubsystemEntry(client(json, "id"), optionalText(json, "name"));
                case SECURITY_SERVER ->
                    new Registered.ServerEntry(
                            server(json, "id"), text(json, "address"), optionalText(json, "maintenance"));
                case AUTHENTICATION_CERTIFICATE ->
                    new Registered.CertificateEntry(server(json, "server"), certificate(json, "certificate"));
                case SERVER_CLIENT ->
                    new Registered.ClientEntry(server(json, "server"), client(json, "client"), flag(json, "enabled"));
                case GLOBAL_GROUP -> new Registered.GroupEntry(text(json, "code"), text(json, "description"));
                case GROUP_MEMBER ->
                    new Registered.GroupMemberEntry(text(json, "group"), client(json, "client"), flag(json, "own"));
                case CERTIFICATION_SERVICE -> new Registered.ServiceEntry(service(json));
                case TIMESTAMP_AUTHORITY -> new Registered.TimestampEntry(timestampAuthority(json));
                case TRUSTED_ANCHOR -> anchor(text(json, "file"));
            };
        } catch (IllegalArgumentException | LocalFault e) {
            throw new DamagedRegisterException("A stored " + kind + " cannot be read", e);
        }
    }

    /** An anchor from its file's bytes in base64. */
    static Registered.AnchorEntry anchor(String base64) throws LocalFault {
        return new Registered.AnchorEntry(
                ConfigurationAnchor.parse(Base64.getDecoder().decode(base64)), base64);
    }

    private static RegisterSettings settings(JsonNode json) {
        return new RegisterSettings(
                optional(json, "managementServiceProvider", EntryReader::client),
                seconds(json.path("ocspFreshnessSeconds")),
                seconds(json.path("timestampingIntervalSeconds")),
                optional(json, "ocspFetchIntervalSeconds", EntryReader::seconds),
                optional(json, "verifyNextUpdate", JsonNode::asBoolean),
                optional(json, "monitoringClient", EntryReader::client));
    }

    private static ApprovedAuthority service(JsonNode json) throws LocalFault {
        List<ApprovedAuthority.Authority> intermediates = new ArrayList<>();
        for (JsonNode intermediate : list(json, "intermediates")) {
            intermediates.add(authority(intermediate));
        }
        return new ApprovedAuthority(
                text(json, "name"),
                flag(json, "authenticationOnly"),
                authority(json.path("top")),
                intermediates,
                text(json, "profile"),
                optionalText(json, "certificateRequestFormat"),
                optional(json, "acme", EntryReader::acme));
    }

    private static ApprovedAuthority.AcmeServer acme(JsonNode json) {
        return new ApprovedAuthority.AcmeServer(
                text(json, "directoryUrl"),
                optionalText(json, "ipAddress"),
                optionalText(json, "authenticationProfileId"),
                optionalText(json, "signingProfileId"));
    }

    private static ApprovedAuthority.Authority authority(JsonNode json) throws LocalFault {
        List<OcspResponder> responders = new ArrayList<>();
        for (JsonNode responder : list(json, "responders")) {
            Optional<X509Certificate> certificate = responder.has("certificate")
                    ? Optional.of(certificate(responder, "certificate"))
                    : Optional.empty();
            responders.add(new OcspResponder(text(responder, "url"), certificate, cost(responder)));
        }
        return new ApprovedAuthority.Authority(certificate(json, "certificate"), responders);
    }

    private static TimestampAuthority timestampAuthority(JsonNode json) throws LocalFault {
        return new TimestampAuthority(
                text(json, "name"), URI.create(text(json, "url")), certificate(json, "certificate"), cost(json));
    }

    private static Optional<CostType> cost(JsonNode json) {
        return optionalText(json, "costType").map(CostType::valueOf);
    }

    private static ClientId client(JsonNode json, String field) {
        return client(json.path(field));
    }

    private static ClientId client(JsonNode parts) {
        MemberId member = member(parts);
        return switch (parts.size()) {
            case 3 -> ClientId.member(member);
            case 4 -> ClientId.subsystem(member, part(parts, 3));
            default -> throw new DamagedRegisterException("A stored identifier has another number of parts");
        };
    }

    private static SecurityServerId server(JsonNode json, String field) {
        JsonNode parts = json.path(field);
        return new SecurityServerId(member(parts), part(parts, 3));
    }

    private static MemberId member(JsonNode parts) {
        return new MemberId(part(parts, 0), part(parts, 1), part(parts, 2));
    }

    private static String part(JsonNode parts, int index) {
        return string(parts.path(index), "part of an identifier");
    }

    private static X509Certificate certificate(JsonNode json, String field) throws LocalFault {
        return Certificates.parse(Base64.getDecoder().decode(text(json, field)));
    }

    private static Duration seconds(JsonNode json) {
        if (!json.isIntegralNumber()) {
            throw new DamagedRegisterException("A stored value has no number of seconds");
        }
        return Duration.ofSeconds(json.asLong());
    }

    private static boolean flag(JsonNode json, String field) {
        JsonNode flag = json.path(field);
        if (!flag.isBoolean()) {
            throw new DamagedRegisterException("A stored value has no " + field);
        }
        return flag.asBoolean();
    }

    private static JsonNode list(JsonNode json, String field) {
        JsonNode list = json.path(field);
        if (!list.isArray()) {
            throw new DamagedRegisterException("A stored value has no " + field);
        }
        return list;
    }

    private static String text(JsonNode json, String field) {
        return string(json.path(field), field);
    }

    private static String string(JsonNode json, String what) {
        if (!json.isString()) {
            throw new DamagedRegisterException("A stored value has no " + what);
        }
        return json.asString();
    }

    private static Optional<String> optionalText(JsonNode json, String field) {
        return optional(json, field, value -> string(value, field));
    }

    private static <T> Optional<T> optional(JsonNode json, String field, Function<JsonNode, T> reading) {
        return json.has(field) ? Optional.of(reading.apply(json.path(field))) : Optional.empty();
    }
}

package org.ambergate.register;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.ambergate.globalconf.ApprovedAuthority;
import org.ambergate.globalconf.OcspResponder;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.pki.Certificates;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is registered as canonical JSON; {@link EntryReader} reads it. */
final class EntryWriter {
    private EntryWriter() {}

    static String write(Registered entry) {
        return CanonicalJson.write(json(entry));
    }

    private static ObjectNode json(Registered entry) {
        ObjectNode json = CanonicalJson.object();
        if (entry instanceof Registered.Instance value) {
            instance(json, value);
        } else if (entry instanceof Registered.ClassEntry value) {
            json.put("code", value.memberClass().code());
            json.put("description", value.memberClass().description());
        } else if (entry instanceof Registered.MemberEntry value) {
            json.set("id", client(ClientId.member(value.id())));
            json.put("name", value.name());
        } else if (entry instanceof Registered.SubsystemEntry value) {
            json.set("id", client(value.id()));
            value.name().ifPresent(name -> json.put("name", name));
        } else if (entry instanceof Registered.ServerEntry value) {
            json.set("id", server(value.id()));
            json.put("address", value.address());
            value.maintenance().ifPresent(message -> json.put("maintenance", message));
        } else if (entry instanceof Registered.CertificateEntry value) {
            json.set("server", server(value.server()));
            json.put("certificate", base64(value.certificate()));
        } else if (entry instanceof Registered.ClientEntry value) {
            json.set("server", server(value.server()));
            json.set("client", client(value.client()));
            json.put("enabled", value.enabled());
        } else if (entry instanceof Registered.GroupEntry value) {
            json.put("code", value.code());
            json.put("description", value.description());
        } else if (entry instanceof Registered.GroupMemberEntry value) {
            json.put("group", value.group());
            json.set("client", client(value.client()));
            json.put("own", value.own());
        } else if (entry instanceof Registered.ServiceEntry value) {
            service(json, value.authority());
        } else if (entry instanceof Registered.TimestampEntry value) {
            json.put("name", value.authority().name());
            json.put("url", value.authority().url().toString());
            json.put("certificate", base64(value.authority().certificate()));
            value.authority().costType().ifPresent(cost -> json.put("costType", cost.name()));
        } else if (entry instanceof Registered.AnchorEntry value) {
            json.put("instance", value.anchor().instance());
            json.put("hash", value.anchor().hash());
            json.put("file", value.base64());
        }
        return json;
    }

    private static void instance(ObjectNode json, Registered.Instance value) {
        RegisterSettings settings = value.settings();
        json.put("instance", value.instance());
        json.put("ocspFreshnessSeconds", settings.ocspFreshness().toSeconds());
        json.put("timestampingIntervalSeconds", settings.timestampingInterval().toSeconds());
        settings.managementServiceProvider().ifPresent(id -> json.set("managementServiceProvider", client(id)));
        settings.ocspFetchInterval()
                .map(Duration::toSeconds)
                .ifPresent(seconds -> json.put("ocspFetchIntervalSeconds", seconds));
        settings.verifyNextUpdate().ifPresent(verify -> json.put("verifyNextUpdate", verify));
        settings.monitoringClient().ifPresent(id -> json.set("monitoringClient", client(id)));
    }

    private static void service(ObjectNode json, ApprovedAuthority service) {
        json.put("name", service.name());
        json.put("authenticationOnly", service.authenticationOnly());
        json.set("top", authority(service.top()));
        ArrayNode intermediates = json.putArray("intermediates");
        service.intermediates().forEach(intermediate -> intermediates.add(authority(intermediate)));
        json.put("profile", service.profileClassName());
        service.certificateRequestFormat().ifPresent(format -> json.put("certificateRequestFormat", format));
        service.acmeServer().ifPresent(acme -> json.set("acme", acme(acme)));
    }

    private static ObjectNode acme(ApprovedAuthority.AcmeServer acme) {
        ObjectNode json = CanonicalJson.object();
        json.put("directoryUrl", acme.directoryUrl());
        acme.ipAddress().ifPresent(address -> json.put("ipAddress", address));
        acme.authenticationProfileId().ifPresent(id -> json.put("authenticationProfileId", id));
        acme.signingProfileId().ifPresent(id -> json.put("signingProfileId", id));
        return json;
    }

    private static ObjectNode authority(ApprovedAuthority.Authority authority) {
        ObjectNode json = CanonicalJson.object();
        json.put("certificate", base64(authority.certificate()));
        ArrayNode responders = json.putArray("responders");
        for (OcspResponder responder : authority.responders()) {
            ObjectNode one = responders.addObject();
            one.put("url", responder.url());
            responder.certificate().ifPresent(certificate -> one.put("certificate", base64(certificate)));
            responder.costType().ifPresent(cost -> one.put("costType", cost.name()));
        }
        return json;
    }

    private static ArrayNode client(ClientId id) {
        return parts(
                List.of(id.instance(), id.member().memberClass(), id.member().memberCode()), id.subsystemCode());
    }

    private static ArrayNode server(SecurityServerId id) {
        return parts(
                List.of(
                        id.owner().instance(),
                        id.owner().memberClass(),
                        id.owner().memberCode()),
                Optional.of(id.serverCode()));
    }

    private static ArrayNode parts(List<String> member, Optional<String> last) {
        ArrayNode parts = CanonicalJson.object().arrayNode();
        member.forEach(parts::add);
        last.ifPresent(parts::add);
        return parts;
    }

    private static String base64(X509Certificate certificate) {
        return Base64.getEncoder().encodeToString(Certificates.encoded(certificate));
    }
}

package org.ambergate.cli;

import java.util.Locale;
import javax.security.auth.x500.X500Principal;
import org.ambergate.asic.Finding;
import org.ambergate.asic.SubIndication;
import org.ambergate.asic.VerificationReport;
import org.ambergate.pki.Certificates;
import org.ambergate.signature.SignatureExamination.Part;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A report as one JSON object for programs; {@code docs/evidence.md} describes it. */
final class ReportJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ReportJson() {}

    static String of(VerifiedFile file) {
        ObjectNode json = JSON.createObjectNode();
        json.put("file", file.file().toString());
        json.put("verdict", file.verdict());
        json.put("exit", file.exit());
        if (file.report().isPresent()) {
            add(json, file.report().get());
        } else {
            json.put("failure", file.failure());
        }
        return JSON.writeValueAsString(json);
    }

    private static void add(ObjectNode json, VerificationReport report) {
        report.subIndication().map(SubIndication::name).ifPresent(sub -> json.put("subIndication", sub));
        report.provenTime().ifPresent(time -> json.put("provenTime", time.toString()));
        report.message().ifPresent(message -> {
            ObjectNode node = json.putObject("message");
            node.put("protocol", message.protocol().name());
            node.put("kind", message.request() ? "request" : "response");
            node.put("queryId", message.queryId());
            node.put("client", message.client().encoded());
            node.put("service", message.service());
        });
        report.signer().ifPresent(signer -> {
            ObjectNode node = json.putObject("signer");
            node.put("claimedTime", signer.signingTime().toString());
            signer.certificate().ifPresent(certificate -> {
                node.put("subject", certificate.getSubjectX500Principal().getName(X500Principal.RFC2253));
                node.put("issuer", certificate.getIssuerX500Principal().getName(X500Principal.RFC2253));
                node.put("serial", certificate.getSerialNumber().toString());
                node.put("sha256", Certificates.sha256(certificate).hex());
            });
        });
        report.ocsp().ifPresent(ocsp -> {
            ObjectNode node = json.putObject("ocsp");
            node.put("status", ocsp.status().name().toLowerCase(Locale.ROOT));
            node.put("thisUpdate", ocsp.thisUpdate().toString());
            node.put("producedAt", ocsp.producedAt().toString());
            node.put("responder", ocsp.responder());
        });
        report.timestamp().ifPresent(stamp -> {
            ObjectNode node = json.putObject("timestamp");
            node.put("time", stamp.genTime().toString());
            node.put("form", stamp.batch() ? "batch" : "single");
            node.put("authority", stamp.authority().getSubjectX500Principal().getName(X500Principal.RFC2253));
        });
        addLists(json, report);
    }

    private static void addLists(ObjectNode json, VerificationReport report) {
        ArrayNode parts = json.putArray("parts");
        for (Part part : report.parts()) {
            ObjectNode node = parts.addObject();
            node.put("name", part.name());
            node.put("state", part.state().name().toLowerCase(Locale.ROOT));
            node.put("sha512", part.digest().hex());
        }
        ArrayNode unsigned = json.putArray("unsignedEntries");
        report.unsignedEntries().forEach(unsigned::add);
        ArrayNode findings = json.putArray("findings");
        for (Finding finding : report.findings()) {
            ObjectNode node = findings.addObject();
            node.put("code", finding.code().code());
            node.put("indication", finding.code().indication().name());
            finding.code().subIndication().map(SubIndication::name).ifPresent(sub -> node.put("subIndication", sub));
            node.put("meaning", finding.code().meaning());
            node.put("detail", finding.detail());
        }
    }
}

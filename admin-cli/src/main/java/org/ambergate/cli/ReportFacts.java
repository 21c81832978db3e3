package org.ambergate.cli;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.ambergate.asic.Finding;
import org.ambergate.asic.Indication;
import org.ambergate.asic.MessageNames;
import org.ambergate.asic.VerificationReport;
import org.ambergate.pki.OcspStatement;
import org.ambergate.signature.SignatureExamination.Part;

/** A report as labelled lines, for people; the text and the page show the same. */
final class ReportFacts {
    private ReportFacts() {}

    /** One line. */
    record Fact(String label, String value) {}

    static List<Fact> of(VerificationReport report) {
        List<Fact> facts = new ArrayList<>();
        report.message().ifPresent(message -> facts.addAll(message(message)));
        report.signer().ifPresent(signer -> {
            facts.add(new Fact(
                    "signer", signer.certificate().map(ReportFacts::name).orElse("unreadable")));
            facts.add(new Fact("signed (claimed)", signer.signingTime().toString()));
        });
        report.ocsp().ifPresent(ocsp -> facts.add(new Fact("OCSP", ocsp(ocsp))));
        facts.add(new Fact(
                "time-stamp", report.timestamp().map(ReportFacts::stamp).orElse("none that holds")));
        for (Part part : report.parts()) {
            facts.add(new Fact(
                    "part " + part.name(),
                    part.state().name().toLowerCase(Locale.ROOT) + ", SHA-512 "
                            + part.digest().hex().substring(0, 32) + "..."));
        }
        return facts;
    }

    /** What somebody who got this verdict should do. */
    static String advice(VerificationReport report, boolean trusted) {
        if (report.verdict() == Indication.TOTAL_PASSED) {
            return "Nothing to do. Keep the container together with the configuration used here.";
        }
        if (!trusted) {
            return "Give --trust: without a global configuration no authority is trusted.";
        }
        Optional<Finding> decisive = report.findings().stream()
                .filter(finding -> finding.code().indication() == report.verdict())
                .findFirst();
        if (report.verdict() == Indication.TOTAL_FAILED) {
            return "Do not rely on this container. Fetch it again from the server that logged it, and compare.";
        }
        return switch (decisive.map(Finding::code).orElseThrow()) {
            case CANNOT_CREATE_CERT_PATH, TIMESTAMP_AUTHORITY_UNKNOWN ->
                "Use a global configuration of the container's own time and instance.";
            case CONTAINER_TOO_LARGE -> "Raise --max-size if you know where the container comes from.";
            case ASIC_TIMESTAMP_NOT_FOUND -> "Fetch the container again after its server has time-stamped it.";
            case BODY_NOT_CONTAINED -> "Ask the other party's server for its container, which may hold the body.";
            default -> "Fetch the other party's container of the same message; it may have what is missing here.";
        };
    }

    private static List<Fact> message(MessageNames message) {
        return List.of(
                new Fact("message", message.protocol() + (message.request() ? " request" : " response")),
                new Fact("query id", message.queryId()),
                new Fact("client", message.client().encoded()),
                new Fact("service", message.service()));
    }

    private static String name(X509Certificate certificate) {
        BigInteger serial = certificate.getSerialNumber();
        return certificate.getSubjectX500Principal().getName(X500Principal.RFC2253) + " (serial " + serial
                + ", issued by " + certificate.getIssuerX500Principal().getName(X500Principal.RFC2253) + ")";
    }

    private static String ocsp(OcspStatement ocsp) {
        return ocsp.status().name().toLowerCase(Locale.ROOT) + " at " + ocsp.thisUpdate() + ", produced "
                + ocsp.producedAt() + " by " + ocsp.responder();
    }

    private static String stamp(VerificationReport.Stamp stamp) {
        return stamp.genTime() + " by "
                + stamp.authority().getSubjectX500Principal().getName(X500Principal.RFC2253)
                + (stamp.batch() ? ", over a batch" : ", over this signature");
    }
}

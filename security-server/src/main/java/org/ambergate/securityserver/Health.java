package org.ambergate.securityserver;

import java.util.ArrayList;
import java.util.List;
import org.ambergate.exchange.ExchangeRunner;
import org.ambergate.exchange.ServerSnapshot;
import org.ambergate.exchange.ServerState;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.ambergate.journal.LogHealth;
import org.ambergate.journal.MessageLog;
import org.ambergate.observe.HealthReport;
import org.ambergate.ocsp.OcspResponses;
import org.ambergate.serverconf.LocalClient;
import org.ambergate.signing.BatchSigner;
import org.ambergate.signing.SoftwareToken;
import org.ambergate.timestamping.Timestamper;

/** Asks each room whether messages can be exchanged now. Each question is answered from memory, so the truth is fresh. */
record Health(
        ServerState state,
        SoftwareToken token,
        OcspResponses ocsp,
        MessageLog log,
        Timestamper timestamper,
        BatchSigner signer,
        ExchangeRunner runner) {
    private static final String OK = "ok";

    /** Something that throws if it does not hold. */
    private interface Question {
        void ask() throws LocalFault;
    }

    HealthReport report() {
        List<HealthReport.Check> checks = new ArrayList<>();
        checks.add(check("global-configuration", () -> state.current().global().expires()));
        checks.add(check("ocsp-responses", this::askOcsp));
        checks.add(check("signing", this::askSigner));
        LogHealth logHealth = log.health();
        checks.add(new HealthReport.Check(
                "message-log", logHealth.accepting(), logHealth.accepting() ? OK : logHealth.reason()));
        HealthReport.Check stamping = check("time-stamping", timestamper::requireWorking);
        // Trouble within the time allowed is told, and does not make the server unready.
        checks.add(new HealthReport.Check(
                stamping.name(), stamping.ready(), timestamper.trouble().orElse(stamping.text())));
        int free = runner.freeSlots();
        checks.add(new HealthReport.Check("exchange-slots", free > 0, free + " free"));
        return new HealthReport(checks);
    }

    private void askOcsp() throws LocalFault {
        if (token.keyRing().authenticationKeys().isEmpty()) {
            throw new LocalFault(
                    org.ambergate.fault.MessageFault.SSL_AUTHENTICATION_FAILED, "There is no authentication key");
        }
        int missing = ocsp.missing().size();
        if (missing > 0) {
            throw new LocalFault(
                    org.ambergate.fault.VerificationFault.INCORRECT_VALIDATION_INFO,
                    "No fresh OCSP response for " + missing + " of the own certificates");
        }
    }

    private void askSigner() throws LocalFault {
        ServerSnapshot snapshot = state.current();
        List<MemberId> members = snapshot.configuration().clients().stream()
                .map(LocalClient::id)
                .map(ClientId::member)
                .distinct()
                .toList();
        for (MemberId member : members) {
            signer.check(member);
        }
    }

    private static HealthReport.Check check(String name, Question question) {
        try {
            question.ask();
            return new HealthReport.Check(name, true, OK);
        } catch (LocalFault fault) {
            return new HealthReport.Check(name, false, fault.text());
        }
    }
}

package org.ambergate.admin;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.HttpField;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpReply;
import org.ambergate.net.HttpRequest;
import org.ambergate.net.HttpRequestHandler;
import org.ambergate.observe.HealthReport;
import tools.jackson.databind.json.JsonMapper;

/**
 * What answers on the administration port: {@code /livez}, {@code /readyz}, {@code /metrics} and the audit index's
 * searches.
 */
public final class AdministrationListener implements HttpRequestHandler {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Supplier<HealthReport> health;
    private final PrometheusMeterRegistry meters;
    private final AuditApi audit;

    public AdministrationListener(Supplier<HealthReport> health, PrometheusMeterRegistry meters, AuditApi audit) {
        this.health = health;
        this.meters = meters;
        this.audit = audit;
    }

    @Override
    public void respond(HttpRequest request, HttpReply reply) {
        try {
            if (request.target().startsWith(AuditApi.PREFIX)) {
                audit.respond(request, reply);
                return;
            }
            if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
                send(reply, 405, "text/plain; charset=utf-8", "Only GET is answered here\n");
                return;
            }
            switch (request.target()) {
                case "/livez" -> send(reply, 200, "text/plain; charset=utf-8", "alive\n");
                case "/readyz" -> ready(reply);
                case "/metrics" -> send(reply, 200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape());
                default -> send(reply, 404, "text/plain; charset=utf-8", "Try /livez, /readyz or /metrics\n");
            }
        } catch (LocalFault gone) {
            reply.abort();
        }
    }

    private void ready(HttpReply reply) throws LocalFault {
        HealthReport report = health.get();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ready", report.isReady());
        body.put("checks", report.checks());
        send(
                reply,
                report.isReady() ? 200 : 503,
                "application/json",
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(body) + "\n");
    }

    private static void send(HttpReply reply, int status, String type, String text) throws LocalFault {
        reply.send(
                status,
                HttpFields.of(List.of(new HttpField("Content-Type", type))),
                text.getBytes(StandardCharsets.UTF_8));
    }
}

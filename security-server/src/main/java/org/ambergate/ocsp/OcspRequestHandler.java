package org.ambergate.ocsp;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.Deadline;
import org.ambergate.net.HttpField;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpReply;
import org.ambergate.net.HttpRequest;
import org.ambergate.net.HttpRequestHandler;

/** What answers on port 5577 (transport specification, section 7.1). */
public final class OcspRequestHandler implements HttpRequestHandler {
    private static final Duration FETCH_MAX = Duration.ofSeconds(20);

    private final OcspResponses responses;

    public OcspRequestHandler(OcspResponses responses) {
        this.responses = responses;
    }

    @Override
    public void respond(HttpRequest request, HttpReply reply) {
        Deadline deadline = Deadline.after(FETCH_MAX);
        OcspAnswer answer = OcspAnswer.of(
                request.method(),
                request.target(),
                digest -> responses.answer(digest, deadline),
                "ocsp" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        try {
            reply.send(
                    answer.status(),
                    HttpFields.of(List.of(new HttpField("Content-Type", answer.contentType()))),
                    answer.body());
        } catch (LocalFault gone) {
            reply.abort();
        }
    }
}

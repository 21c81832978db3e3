package org.ambergate.ocsp;

import java.time.Duration;
import java.util.List;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.Deadline;
import org.ambergate.net.HttpField;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpReply;
import org.ambergate.net.HttpRequest;
import org.ambergate.net.HttpRequestHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Port 5577: gives peers the OCSP responses of this server's certificates (transport specification, section 7.1). */
public final class OcspRequestHandler implements HttpRequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(OcspRequestHandler.class);

    /** Peers stop reading after 30 seconds; an answer after that is for nobody. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(25);

    private final OcspResponses responses;

    public OcspRequestHandler(OcspResponses responses) {
        this.responses = responses;
    }

    @Override
    public void respond(HttpRequest request, HttpReply reply) {
        Deadline deadline = Deadline.after(ANSWER_LIMIT);
        OcspAnswer answer = OcspAnswer.of(
                request.method(),
                request.target(),
                certificate -> responses.answer(certificate, deadline),
                responses.newBoundary());
        try {
            reply.send(
                    answer.status(),
                    HttpFields.of(List.of(new HttpField("Content-Type", answer.contentType()))),
                    answer.body());
        } catch (LocalFault e) {
            LOG.debug("An answer with OCSP responses was not sent: {}", e.text());
            reply.abort();
        }
    }
}

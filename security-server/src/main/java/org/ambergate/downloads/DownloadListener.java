package org.ambergate.downloads;

import java.io.IOException;
import java.time.Duration;
import org.ambergate.exchange.AuthenticatedClient;
import org.ambergate.exchange.ClientAuthenticator;
import org.ambergate.exchange.FaultAnswer;
import org.ambergate.exchange.ServerSnapshot;
import org.ambergate.fault.FaultReply;
import org.ambergate.fault.FaultSide;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.Deadline;
import org.ambergate.net.HttpReply;
import org.ambergate.net.HttpRequest;
import org.ambergate.net.HttpRequestHandler;
import org.ambergate.net.Peer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the two downloads on the ports for information systems, and leaves everything else to whoever is next. */
public final class DownloadListener implements HttpRequestHandler, AutoCloseable {
    /** Downloads of signed documents at once. */
    static final int DOCUMENTS_AT_ONCE = 4;

    /** Downloads of the configuration at once; apart from the others, for anybody may ask. */
    static final int CONFIGURATIONS_AT_ONCE = 2;

    private static final Logger LOG = LoggerFactory.getLogger(DownloadListener.class);
    private static final String DOCUMENTS = "/asic";
    private static final String CONFIGURATION = "/verificationconf";
    private static final Duration CONFIGURATION_LONGEST = Duration.ofMinutes(2);

    private final HttpRequestHandler next;
    private final Downloads.Snapshots state;
    private final ClientAuthenticator clients;
    private final SignedDocuments documents;
    private final VerificationConfiguration configuration;
    private final DownloadThreads documentThreads;
    private final DownloadThreads configurationThreads =
            new DownloadThreads("configuration-download", CONFIGURATIONS_AT_ONCE, CONFIGURATION_LONGEST);

    DownloadListener(
            HttpRequestHandler next,
            Downloads.Snapshots state,
            ClientAuthenticator clients,
            SignedDocuments documents,
            VerificationConfiguration configuration,
            Duration longest) {
        this.next = next;
        this.state = state;
        this.clients = clients;
        this.documents = documents;
        this.configuration = configuration;
        this.documentThreads = new DownloadThreads("evidence-download", DOCUMENTS_AT_ONCE, longest);
    }

    @Override
    public void respond(HttpRequest request, HttpReply reply) {
        String target = request.target();
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        boolean document = path.equals(DOCUMENTS);
        if (!request.method().equals("GET") || !(document || path.equals(CONFIGURATION))) {
            next.respond(request, reply);
            return;
        }
        try {
            if (document) {
                documents(question < 0 ? "" : target.substring(question + 1), request.peer(), reply);
            } else {
                configurationThreads.run(reply, deadline -> configuration(request, reply, deadline));
            }
        } catch (RefusedDownloadException e) {
            refuse(e, reply);
        }
    }

    @Override
    public void close() {
        documentThreads.close();
        configurationThreads.close();
    }

    private void documents(String rawQuery, Peer peer, HttpReply reply) throws RefusedDownloadException {
        DocumentRequest asked = DocumentRequest.parse(rawQuery);
        AuthenticatedClient client = authenticate(asked, peer);
        documentThreads.run(reply, deadline -> {
            int handedOut = documents.answer(client, asked, reply, deadline);
            LOG.atInfo()
                    .setMessage("signed documents downloaded")
                    .addKeyValue("client", client.id())
                    .addKeyValue("documents", handedOut)
                    .log();
        });
    }

    private AuthenticatedClient authenticate(DocumentRequest asked, Peer peer) throws RefusedDownloadException {
        ServerSnapshot snapshot;
        try {
            snapshot = state.current();
        } catch (LocalFault e) {
            throw new RefusedDownloadException(500, e.text());
        }
        try {
            return clients.authenticate(asked.client(), peer, snapshot);
        } catch (LocalFault e) {
            throw new RefusedDownloadException(401, e.text());
        }
    }

    private void configuration(HttpRequest request, HttpReply reply, Deadline deadline) throws IOException {
        try {
            configuration.answer(reply, deadline);
        } catch (LocalFault e) {
            FaultReply fault = FaultReply.of(e, FaultSide.CLIENT_PROXY, "");
            FaultAnswer.send(fault, fault.httpStatus(), request, reply);
        }
    }

    private static void refuse(RefusedDownloadException refusal, HttpReply reply) {
        try {
            refusal.send(reply);
        } catch (LocalFault gone) {
            reply.abort();
        }
    }
}

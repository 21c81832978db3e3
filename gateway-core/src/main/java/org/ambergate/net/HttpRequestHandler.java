package org.ambergate.net;

/** What answers requests. Runs on an exchange thread and may block; requests of one connection come one at a time. */
@FunctionalInterface
public interface HttpRequestHandler {
    /** Answers one request. When it returns without a finished reply, the edge answers 500 or breaks the reply off. */
    void respond(HttpRequest request, HttpReply reply);
}

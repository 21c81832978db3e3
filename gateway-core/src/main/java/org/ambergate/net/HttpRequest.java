package org.ambergate.net;

/** A request whose head passed the strict front. Valid until the handler returns. */
public interface HttpRequest {
    /** One of DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, TRACE. */
    String method();

    /** The request target in origin form as received (begins with {@code /}), or {@code *} with OPTIONS. */
    String target();

    HttpFields fields();

    /** The body; empty at once if there is none. The first read answers {@code Expect: 100-continue}. */
    BodySource body();

    Peer peer();
}

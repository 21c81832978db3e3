package org.ambergate.provider;

import org.ambergate.net.BodySource;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpLink;
import org.ambergate.net.HttpResponse;

/** A service's answer whose body is still on its way. Closing it unreleased breaks the connection. */
final class ServiceResponse implements AutoCloseable {
    private final HttpLink link;
    private final HttpResponse response;
    private boolean released;

    ServiceResponse(HttpLink link, HttpResponse response) {
        this.link = link;
        this.response = response;
    }

    int status() {
        return response.status();
    }

    String reason() {
        return response.reason();
    }

    HttpFields fields() {
        return response.fields();
    }

    BodySource body() {
        return response.body();
    }

    void release() {
        released = true;
        link.release();
    }

    @Override
    public void close() {
        if (!released) {
            link.abort();
        }
    }
}

package org.ambergate.downloads;

import java.nio.charset.StandardCharsets;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpReply;

/** A download that is answered with a status and one line of text. The text travels. */
final class RefusedDownloadException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedDownloadException(int status, String text) {
        super(text);
        this.status = status;
    }

    static RefusedDownloadException badRequest(String text) {
        return new RefusedDownloadException(400, text);
    }

    int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    /** Answers with it. */
    void send(HttpReply reply) throws LocalFault {
        reply.send(
                status,
                HttpFields.of("Content-Type", "text/plain; charset=utf-8"),
                text().getBytes(StandardCharsets.UTF_8));
    }
}

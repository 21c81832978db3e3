package org.ambergate.exchange;

import java.util.ArrayList;
import java.util.List;
import org.ambergate.fault.FaultReply;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.HttpField;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpReply;
import org.ambergate.net.HttpRequest;

/** Writes a fault to an information system (client protocol specification, section 2.13). */
public final class FaultAnswer {
    private FaultAnswer() {}

    /** Answers with a fault, or breaks off a reply that has begun. Never throws, since nobody is left to tell. */
    public static void send(FaultReply fault, int status, HttpRequest request, HttpReply reply) {
        if (reply.isStarted()) {
            reply.abort();
            return;
        }
        ErrorBody body = ErrorBody.of(fault, request.fields().all("accept"));
        List<HttpField> fields = new ArrayList<>(2);
        fields.add(new HttpField("X-Road-Error", fault.faultCode()));
        fields.add(new HttpField("Content-Type", body.contentType()));
        try {
            reply.send(status, HttpFields.of(fields), body.bytes());
        } catch (LocalFault gone) {
            reply.abort();
        }
    }
}

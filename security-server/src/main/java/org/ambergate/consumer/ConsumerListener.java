package org.ambergate.consumer;

import org.ambergate.exchange.ExchangeRunner;
import org.ambergate.exchange.FaultAnswer;
import org.ambergate.exchange.Side;
import org.ambergate.fault.FaultReply;
import org.ambergate.fault.FaultSide;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.HttpReply;
import org.ambergate.net.HttpRequest;
import org.ambergate.net.HttpRequestHandler;

/** What answers on the ports for information systems (client protocol specification, section 2.1). */
public final class ConsumerListener implements HttpRequestHandler {
    private static final String REST_PREFIX = "/r1/";

    private final ConsumerExchange exchange;
    private final ExchangeRunner runner;

    ConsumerListener(ConsumerExchange exchange, ExchangeRunner runner) {
        this.exchange = exchange;
        this.runner = runner;
    }

    @Override
    public void respond(HttpRequest request, HttpReply reply) {
        if (!request.target().startsWith(REST_PREFIX)) {
            LocalFault fault = new LocalFault(GeneralFault.NOT_FOUND, "REST requests begin with /r1/");
            FaultAnswer.send(FaultReply.of(fault, FaultSide.CLIENT, ""), 404, request, reply);
            return;
        }
        runner.run(
                Side.CONSUMER,
                context -> exchange.run(request, reply, context),
                (fault, overloaded, context) ->
                        FaultAnswer.send(fault, overloaded ? 503 : fault.httpStatus(), request, reply));
    }
}

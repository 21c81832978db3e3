package org.ambergate.provider;

import org.ambergate.exchange.ExchangeContext;
import org.ambergate.exchange.ExchangeRunner;
import org.ambergate.exchange.Side;
import org.ambergate.fault.ExchangeFault;
import org.ambergate.fault.FaultReply;
import org.ambergate.net.HttpReply;
import org.ambergate.net.HttpRequest;
import org.ambergate.net.HttpRequestHandler;
import org.jspecify.annotations.Nullable;

/** What answers on the port for other security servers. */
public final class ProviderListener implements HttpRequestHandler {
    private final ProviderExchange exchange;
    private final ExchangeRunner runner;

    ProviderListener(ProviderExchange exchange, ExchangeRunner runner) {
        this.exchange = exchange;
        this.runner = runner;
    }

    @Override
    public void respond(HttpRequest request, HttpReply reply) {
        Run run = new Run(request, reply);
        runner.run(Side.PROVIDER, run, run);
    }

    /** One exchange: its reply begins with the script and takes its fault if it fails. */
    private final class Run implements ExchangeRunner.Script, ExchangeRunner.Refusal {
        private final HttpRequest request;
        private final HttpReply reply;
        private @Nullable ProviderReply answer;

        Run(HttpRequest request, HttpReply reply) {
            this.request = request;
            this.reply = reply;
        }

        @Override
        public void run(ExchangeContext context) throws ExchangeFault {
            exchange.run(request, answer(context), context);
        }

        @Override
        public void refuse(FaultReply fault, boolean overloaded, ExchangeContext context) {
            answer(context).refuse(fault, overloaded);
        }

        private ProviderReply answer(ExchangeContext context) {
            ProviderReply begun = answer;
            if (begun == null) {
                begun = new ProviderReply(reply, context);
                answer = begun;
            }
            return begun;
        }
    }
}

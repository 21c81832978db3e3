package org.ambergate.exchange;

import org.ambergate.fault.FaultReply;

/** How an exchange ended at this server (promise D2). */
public sealed interface ExchangeOutcome {
    /** The name in meters, log lines and records. */
    String label();

    /** The reply left completely. */
    record Delivered() implements ExchangeOutcome {
        @Override
        public String label() {
            return "delivered";
        }
    }

    /** Refused before anything was passed on, here or at the other security server. */
    record Refused(FaultReply fault) implements ExchangeOutcome {
        @Override
        public String label() {
            return "refused";
        }
    }

    /** The response is known and logged, but did not reach the caller. */
    record Failed(FaultReply fault) implements ExchangeOutcome {
        @Override
        public String label() {
            return "failed";
        }
    }

    /** The request left but no response came: the provider may or may not have acted. */
    record UnknownAtProvider(FaultReply fault) implements ExchangeOutcome {
        @Override
        public String label() {
            return "unknown_at_provider";
        }
    }
}

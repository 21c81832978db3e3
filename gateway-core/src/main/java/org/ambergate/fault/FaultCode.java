package org.ambergate.fault;

/**
 * A code that can cross a wire. The constants of the permitted enums are the one fault table; {@code docs/faults.md} is
 * checked against them. Side and stage prefixes are added once, by {@link FaultReply}, where the reply is written.
 */
public sealed interface FaultCode
        permits GeneralFault, VerificationFault, MessageFault, ConfigurationFault, TimestampFault {
    /** Whose turn it is to act when this code appears. */
    enum Blame {
        /** The information system that calls. */
        CONSUMER,
        /** The information system that provides the service. */
        PROVIDER,
        /** The administrator of the security server that made the fault. */
        OPERATOR,
        /** The other security server. */
        PEER,
        /** Trust services or the central server. */
        TRUST
    }

    /** The name as X-Road 7.8 writes it: lower snake case, without prefixes. */
    String xroadName();

    /** The name as X-Road 7.7 and older write it. */
    String legacyName();

    Blame blame();

    /** What it means, in one sentence. */
    String meaning();

    /** Turns {@code access_denied} into {@code AccessDenied}. */
    static String toLegacy(String snakeCase) {
        StringBuilder out = new StringBuilder(snakeCase.length());
        boolean upper = true;
        for (int i = 0; i < snakeCase.length(); i++) {
            char c = snakeCase.charAt(i);
            if (c == '_') {
                upper = true;
            } else {
                out.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return out.toString();
    }
}

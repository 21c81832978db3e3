package org.ambergate.cli;

import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MalformedIdentifierException;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.ServiceId;
import org.ambergate.message.MessageDigests;
import org.ambergate.message.RestRequestHead;
import org.ambergate.message.RestResponseHead;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.messagelog.LoggedTombstone;
import org.ambergate.messagelog.MessageDirection;
import org.ambergate.messagelog.TombstoneStatement;
import org.ambergate.pki.PathValidator;
import org.ambergate.pki.TrustBase;
import org.ambergate.signature.MessageVerifier;
import org.ambergate.signature.VerifiedMessage;

/**
 * Verifies a logged message's signature as it stood when the message was logged. A body that was not kept counts by its
 * digest. Safe for use by several threads.
 */
final class SignatureCheck {
    private final MessageVerifier verifier;

    SignatureCheck(TrustBase trust) {
        this.verifier = new MessageVerifier(new PathValidator(trust), trust);
    }

    /** What is wrong with the message; empty if its signature verifies and its head bears the record's names. */
    Optional<String> complaint(LoggedMessage message) {
        try {
            checkNames(message);
            MessageDigests digests = new MessageDigests(
                    DigestAlgorithm.SHA512.of(message.head()),
                    message.body().digest().stream().toList());
            requireSha512(message.body().digest());
            verifier.verify(digests, message.signature(), signer(message), message.time());
            return Optional.empty();
        } catch (LocalFault e) {
            return Optional.of(e.path() + ": " + e.text());
        } catch (MalformedIdentifierException e) {
            return Optional.of("The record names its client or service in a malformed way");
        }
    }

    /** What is wrong with a tombstone; empty if the owner of the server that it names signed it. */
    Optional<String> complaint(LoggedTombstone tombstone) {
        TombstoneStatement statement = tombstone.statement();
        try {
            VerifiedMessage unused = verifier.verify(
                    LoggedTombstone.digests(statement),
                    tombstone.signature(),
                    statement.server().owner(),
                    statement.time());
            return Optional.empty();
        } catch (LocalFault e) {
            return Optional.of(e.path() + ": " + e.text());
        }
    }

    private static MemberId signer(LoggedMessage message) {
        LoggedExchange exchange = message.exchange();
        return message.direction() == MessageDirection.REQUEST
                ? ClientId.parse(exchange.clientId()).member()
                : ServiceId.parse(exchange.serviceId()).client().member();
    }

    private static void checkNames(LoggedMessage message) throws LocalFault {
        LoggedExchange exchange = message.exchange();
        LoggedExchange signed;
        if (message.direction() == MessageDirection.REQUEST) {
            RestRequestHead head = RestRequestHead.parse(message.head());
            signed =
                    LoggedExchange.of(exchange.side(), head.queryId(), head.requestId(), head.client(), head.service());
        } else {
            RestResponseHead head = RestResponseHead.parse(message.head());
            signed =
                    LoggedExchange.of(exchange.side(), head.queryId(), head.requestId(), head.client(), head.service());
        }
        if (!signed.equals(exchange)) {
            throw new LocalFault(
                    MessageFault.INVALID_MESSAGE, "The record's names are not those in the signed message");
        }
    }

    private static void requireSha512(Optional<Digest> digest) throws LocalFault {
        if (digest.isPresent() && digest.get().algorithm() != DigestAlgorithm.SHA512) {
            throw new LocalFault(MessageFault.INVALID_MESSAGE, "The body's digest is not one that is signed");
        }
    }
}

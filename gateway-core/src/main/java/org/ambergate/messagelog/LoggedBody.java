package org.ambergate.messagelog;

import java.util.Optional;
import org.ambergate.digest.Digest;

/**
 * What a record says about a body besides its bytes.
 *
 * @param state how it was kept
 * @param length its length in bytes as it travelled, whether kept or not
 * @param digest its digest as signed; absent only if there is no body
 */
public record LoggedBody(BodyState state, long length, Optional<Digest> digest) {
    /**
     * @throws IllegalArgumentException if length or digest contradict the state
     */
    public LoggedBody {
        if (digest.isPresent() == (state == BodyState.ABSENT)) {
            throw new IllegalArgumentException("A body has a digest, and what is absent has none");
        }
        boolean without = state == BodyState.ABSENT || state == BodyState.EMPTY;
        if (length < 0 || without != (length == 0)) {
            throw new IllegalArgumentException("A body's length must agree with its state");
        }
    }

    /** A message without a body part. */
    public static LoggedBody absent() {
        return new LoggedBody(BodyState.ABSENT, 0, Optional.empty());
    }

    /** A body part of no bytes. */
    public static LoggedBody empty(Digest digest) {
        return new LoggedBody(BodyState.EMPTY, 0, Optional.of(digest));
    }

    /** A body whose bytes go into the record; of length zero it counts as empty. */
    public static LoggedBody kept(long length, Digest digest) {
        return length == 0 ? empty(digest) : new LoggedBody(BodyState.KEPT, length, Optional.of(digest));
    }

    /** A body over the limit of what is kept. */
    public static LoggedBody tooLarge(long length, Digest digest) {
        return new LoggedBody(BodyState.TOO_LARGE, length, Optional.of(digest));
    }

    /** A body that configuration keeps out of the log. */
    public static LoggedBody leftOut(long length, Digest digest) {
        return length == 0 ? empty(digest) : new LoggedBody(BodyState.LEFT_OUT, length, Optional.of(digest));
    }

    /** Bytes of the body in the record itself. */
    public long keptLength() {
        return state == BodyState.KEPT ? length : 0;
    }
}

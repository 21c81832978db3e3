package org.ambergate.audit;

/** A cursor that this index has not issued for this query. */
public final class RefusedCursorException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedCursorException() {
        super(
                "The cursor was not issued for this query, or the index was built anew since; begin again without a cursor");
    }
}

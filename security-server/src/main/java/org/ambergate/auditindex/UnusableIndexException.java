package org.ambergate.auditindex;

import java.io.IOException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** An index's file of which nothing can be kept: it is damaged, no database, or was not made by this version's migrations. */
final class UnusableIndexException extends IOException {
    private static final long serialVersionUID = 1L;

    /** SQLite's result codes have the reason in their lowest byte and details above it. */
    private static final int REASON_BITS = 0xff;

    private UnusableIndexException(String text, Throwable cause) {
        super(text, cause);
    }

    /** What a failure of the database means: this, or any other that may pass by itself and costs nothing of the file. */
    static IOException of(String text, Throwable cause) {
        for (@Nullable Throwable reason = cause; reason != null; reason = reason.getCause()) {
            if (reason instanceof FlywayValidateException || (reason instanceof SQLiteException e && isOfTheFile(e))) {
                return new UnusableIndexException(
                        text + ", for its file is of no use; deleted, it is built anew from the message log", cause);
            }
        }
        return new IOException(text, cause);
    }

    private static boolean isOfTheFile(SQLiteException failure) {
        int reason = failure.getResultCode().code & REASON_BITS;
        return reason == SQLiteErrorCode.SQLITE_CORRUPT.code || reason == SQLiteErrorCode.SQLITE_NOTADB.code;
    }
}

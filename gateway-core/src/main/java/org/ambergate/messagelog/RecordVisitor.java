package org.ambergate.messagelog;

/** Sees every record of a walk in order, as soon as its own bytes have been checked. */
@FunctionalInterface
public interface RecordVisitor {
    void visit(RecordPlace place, LogRecord record);

    /**
     * Hears, at the commit of its group, that zeros stand in place of a message's body, as retention leaves them. Only a
     * walk that checks bodies tells.
     */
    default void bodyGone(RecordPlace place) {}
}

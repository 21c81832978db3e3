package org.ambergate.messagelog;

/** Sees every record of a walk in order, as soon as its own bytes have been checked. */
@FunctionalInterface
public interface RecordVisitor {
    void visit(RecordPlace place, LogRecord record);
}

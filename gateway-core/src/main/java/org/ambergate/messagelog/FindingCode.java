package org.ambergate.messagelog;

/** What an audit may find wrong. */
public enum FindingCode {
    /** A segment's header is missing, damaged, of another log or of an unknown version. */
    HEADER,
    /** A record's lengths make no sense. */
    LENGTH,
    /** A segment's file ends inside a record. */
    CUT_SHORT,
    /** Bytes fail their checksum. */
    CHECKSUM,
    /** A sequence number is not the one that follows. */
    SEQUENCE,
    /** The Merkle root or size of a commit is not that of the records before it. */
    ROOT,
    /** A segment does not continue where the one before it ended. */
    LINK,
    /** Records are not closed by a commit, or bytes follow the last one. */
    UNCOMMITTED,
    /** A record's fields break their form. */
    MALFORMED,
    /** A kept body is not the one that was signed, or is missing although no tombstone says so. */
    BODY,
    /** A message's signature does not verify. */
    SIGNATURE,
    /** A time-stamp does not cover what it should, or its token does not verify. */
    TIMESTAMP,
    /** A tombstone speaks of what it may not, or is not signed by whom it should be. */
    TOMBSTONE
}

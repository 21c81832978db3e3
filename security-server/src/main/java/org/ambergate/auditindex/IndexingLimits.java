package org.ambergate.auditindex;

/**
 * How the index is filled, and what it keeps.
 *
 * @param batchRecords records after which a transaction ends, together with their group, so that it stays short for
 *     whoever waits
 * @param batchCharacters characters of their texts after which it ends likewise, so that its records fit into memory
 *     whatever strangers write into a name; one byte each, or two if a text is not Latin
 * @param hashesHeldMax unsettled exchanges whose hashes a batch holds in memory; beyond it, which only many refused
 *     requests make, the table is asked for each exchange
 * @param bucketRecords records of the log after which the next bucket of hashes begins
 * @param hashMask the bits of a hash that are used; the same for all who use a file
 */
record IndexingLimits(int batchRecords, long batchCharacters, int hashesHeldMax, long bucketRecords, long hashMask) {
    /** A bucket of a few megabytes, which stays in the cache. */
    static final IndexingLimits STANDARD = new IndexingLimits(16_000, 16 << 20, 10_000, 1 << 18, -1);

    /** The hash by which the index knows a term. */
    long hash(SearchTerm term, String text) {
        return term.hash(text) & hashMask;
    }

    /** The bucket of an exchange, by the sequence number of its first record. */
    long bucket(long exchange) {
        return exchange / bucketRecords;
    }
}

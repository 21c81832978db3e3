package org.ambergate.transport;

/** Limits of what a peer can make this server hold while a message is taken apart. */
final class Limits {
    /** Longest header line of a part, without its line end; the limit of X-Road's own reader. */
    static final int PART_HEADER_LINE_BYTES_MAX = 1000;

    /** A response carries at most a short chain of certificates. */
    static final int OCSP_RESPONSE_BYTES_MAX = 64 * 1024;

    /** One for each certificate of a TLS chain without its top; real chains have one to three. */
    static final int OCSP_RESPONSES_MAX = 10;

    /** A result is one digest in an envelope of a few hundred bytes. */
    static final int HASH_CHAIN_RESULT_BYTES_MAX = 64 * 1024;

    /** A step is about 700 bytes and a chain has the binary logarithm of the batch's size as steps. */
    static final int HASH_CHAIN_BYTES_MAX = 1024 * 1024;

    /** Certificates and OCSP responses travel inside a signature, 6 to 20 KiB of them in practice. */
    static final int SIGNATURE_BYTES_MAX = 1024 * 1024;

    private Limits() {}
}

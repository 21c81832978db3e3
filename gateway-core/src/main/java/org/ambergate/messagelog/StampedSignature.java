package org.ambergate.messagelog;

import org.ambergate.digest.Digest;

/**
 * A signature that a time-stamp covers.
 *
 * @param sequence the message's record
 * @param digest digest of its signature XML by SHA-512
 */
public record StampedSignature(long sequence, Digest digest) {}

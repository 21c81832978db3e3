package org.ambergate.publication;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * What directories are signed with.
 *
 * @param privateKey RSA, or EC on P-256 or P-384
 * @param certificate holds the public key; nothing else about it matters
 */
public record PublicationKey(PrivateKey privateKey, X509Certificate certificate) {}

package org.ambergate.globalconf;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * An approved time-stamping authority.
 *
 * @param name for people; a security server chooses by it
 * @param url where requests are posted
 * @param certificate the only certificate that may sign its tokens
 * @param costType since version 6
 */
public record TimestampAuthority(String name, URI url, X509Certificate certificate, Optional<CostType> costType) {}

/** Certificate chains, certificate profiles, OCSP responses as values, validity at an instant (transport specification, section 7). */
@NullMarked
package org.ambergate.pki;

import org.jspecify.annotations.NullMarked;

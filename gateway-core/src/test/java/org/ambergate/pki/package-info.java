/** Tests of certificates, OCSP responses and paths. */
@NullMarked
package org.ambergate.pki;

import org.jspecify.annotations.NullMarked;

/** Tests of {@code org.ambergate.ocsp}. */
@NullMarked
package org.ambergate.ocsp;

import org.jspecify.annotations.NullMarked;

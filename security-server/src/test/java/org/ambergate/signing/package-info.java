/** Tests of {@code org.ambergate.signing}. */
@NullMarked
package org.ambergate.signing;

import org.jspecify.annotations.NullMarked;

/** Tests of distribution. */
@NullMarked
package org.ambergate.distribution;

import org.jspecify.annotations.NullMarked;

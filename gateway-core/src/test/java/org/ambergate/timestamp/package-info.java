/** Tests of time-stamp tokens, against recorded ones and those of an authority that lies. */
@NullMarked
package org.ambergate.timestamp;

import org.jspecify.annotations.NullMarked;

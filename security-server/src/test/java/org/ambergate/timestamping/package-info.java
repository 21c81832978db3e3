/** Tests of time-stamping, with authorities honest and not, over real sockets. */
@NullMarked
package org.ambergate.timestamping;

import org.jspecify.annotations.NullMarked;

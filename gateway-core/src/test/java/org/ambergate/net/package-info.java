/** Tests of the Netty edge. */
@NullMarked
package org.ambergate.net;

import org.jspecify.annotations.NullMarked;

/** Tests of containers from logged messages. */
@NullMarked
package org.ambergate.evidence;

import org.jspecify.annotations.NullMarked;

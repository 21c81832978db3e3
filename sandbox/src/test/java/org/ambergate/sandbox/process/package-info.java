/** Tests of this package. */
@NullMarked
package org.ambergate.sandbox.process;

import org.jspecify.annotations.NullMarked;

/** Tests of this package. */
@NullMarked
package org.ambergate.sandbox.bench;

import org.jspecify.annotations.NullMarked;

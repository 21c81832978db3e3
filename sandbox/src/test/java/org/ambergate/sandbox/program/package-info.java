/** Tests of the scripts at the root. */
@NullMarked
package org.ambergate.sandbox.program;

import org.jspecify.annotations.NullMarked;

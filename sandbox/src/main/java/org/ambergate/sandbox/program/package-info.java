/** The program behind {@code ambergate sandbox}, {@code bench} and {@code kill-loop}. */
@NullMarked
package org.ambergate.sandbox.program;

import org.jspecify.annotations.NullMarked;

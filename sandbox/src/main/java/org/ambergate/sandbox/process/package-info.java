/** Programs of this project run as processes of their own, so that they can be measured and killed one by one. */
@NullMarked
package org.ambergate.sandbox.process;

import org.jspecify.annotations.NullMarked;

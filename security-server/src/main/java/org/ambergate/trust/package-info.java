/** Downloads, verifies and holds global configuration (global configuration specification, sections 3, 4, 6 and 7). */
@NullMarked
package org.ambergate.trust;

import org.jspecify.annotations.NullMarked;

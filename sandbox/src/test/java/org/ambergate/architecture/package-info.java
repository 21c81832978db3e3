/** The arrows of the house plan, as tests. */
@NullMarked
package org.ambergate.architecture;

import org.jspecify.annotations.NullMarked;

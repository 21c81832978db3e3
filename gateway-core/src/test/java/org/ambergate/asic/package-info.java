/** Tests of containers, recorded, written and damaged. */
@NullMarked
package org.ambergate.asic;

import org.jspecify.annotations.NullMarked;

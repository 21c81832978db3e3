/** ASiC-E containers: read strictly, write in X-Road's layout, verify with a full report (evidence specification, section 7). */
@NullMarked
package org.ambergate.asic;

import org.jspecify.annotations.NullMarked;

/** Time-stamping of the message log (evidence specification, sections 6 and 9.5). */
@NullMarked
package org.ambergate.timestamping;

import org.jspecify.annotations.NullMarked;

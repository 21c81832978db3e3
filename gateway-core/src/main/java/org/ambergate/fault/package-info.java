/** Every fault that may cross a wire (transport specification, section 8). */
@NullMarked
package org.ambergate.fault;

import org.jspecify.annotations.NullMarked;

/** Tests of the administration port. */
@NullMarked
package org.ambergate.admin;

import org.jspecify.annotations.NullMarked;

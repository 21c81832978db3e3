/** The administration port: health, readiness and metrics. */
@NullMarked
package org.ambergate.admin;

import org.jspecify.annotations.NullMarked;

/** Meters, health and the one log line per exchange. */
@NullMarked
package org.ambergate.observe;

import org.jspecify.annotations.NullMarked;

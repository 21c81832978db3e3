/** Serves signed global configuration over HTTP (global configuration specification, sections 3.1, 3.2 and 6). */
@NullMarked
package org.ambergate.distribution;

import org.jspecify.annotations.NullMarked;

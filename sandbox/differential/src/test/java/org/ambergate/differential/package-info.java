/** Verifiers made by others, asked about what we write. */
@NullMarked
package org.ambergate.differential;

import org.jspecify.annotations.NullMarked;

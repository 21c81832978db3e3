/** Digest algorithms, digest values and incremental hashing (evidence specification, section 1). */
@NullMarked
package org.ambergate.digest;

import org.jspecify.annotations.NullMarked;

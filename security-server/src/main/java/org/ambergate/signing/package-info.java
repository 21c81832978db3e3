/** Tokens, keys and batch signing (evidence specification, sections 1 and 5; transport specification, section 1.2). */
@NullMarked
package org.ambergate.signing;

import org.jspecify.annotations.NullMarked;

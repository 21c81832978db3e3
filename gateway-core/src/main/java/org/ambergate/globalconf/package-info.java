/** Anchor, signed directory, shared and private parameters (global configuration specification, sections 2-6). */
@NullMarked
package org.ambergate.globalconf;

import org.jspecify.annotations.NullMarked;

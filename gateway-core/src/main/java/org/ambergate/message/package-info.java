/** REST heads as exact bytes plus a parsed view (transport specification, section 5). */
@NullMarked
package org.ambergate.message;

import org.jspecify.annotations.NullMarked;

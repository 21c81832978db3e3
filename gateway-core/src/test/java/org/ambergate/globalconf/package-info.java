/** Tests of global configuration. */
@NullMarked
package org.ambergate.globalconf;

import org.jspecify.annotations.NullMarked;

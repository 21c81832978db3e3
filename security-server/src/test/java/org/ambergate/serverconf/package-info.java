@NullMarked
package org.ambergate.serverconf;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.ambergate.downloads;

import org.jspecify.annotations.NullMarked;

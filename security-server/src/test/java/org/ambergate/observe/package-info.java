@NullMarked
package org.ambergate.observe;

import org.jspecify.annotations.NullMarked;

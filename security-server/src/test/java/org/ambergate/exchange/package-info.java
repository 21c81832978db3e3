@NullMarked
package org.ambergate.exchange;

import org.jspecify.annotations.NullMarked;

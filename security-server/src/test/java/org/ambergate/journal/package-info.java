@NullMarked
package org.ambergate.journal;

import org.jspecify.annotations.NullMarked;

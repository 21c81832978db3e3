@NullMarked
package org.ambergate.provider;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.ambergate.fault;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.ambergate.securityserver;

import org.jspecify.annotations.NullMarked;

/** Tests of the configuration client. */
@NullMarked
package org.ambergate.trust;

import org.jspecify.annotations.NullMarked;

/** Tests of searches as values. */
@NullMarked
package org.ambergate.audit;

import org.jspecify.annotations.NullMarked;

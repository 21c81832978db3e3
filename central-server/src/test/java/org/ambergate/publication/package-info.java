/** Tests of publication. */
@NullMarked
package org.ambergate.publication;

import org.jspecify.annotations.NullMarked;

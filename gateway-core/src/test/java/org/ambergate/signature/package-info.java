/** Tests of signing and verifying, against recorded messages and forged ones. */
@NullMarked
package org.ambergate.signature;

import org.jspecify.annotations.NullMarked;

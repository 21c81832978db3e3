/** Tests of this package. */
@NullMarked
package org.ambergate.sandbox.trustservices;

import org.jspecify.annotations.NullMarked;

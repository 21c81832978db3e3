/** Readers of recorded exchanges and other help for tests. */
@NullMarked
package org.ambergate.testsupport;

import org.jspecify.annotations.NullMarked;

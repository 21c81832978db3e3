/** Tests of the command line. */
@NullMarked
package org.ambergate.cli;

import org.jspecify.annotations.NullMarked;

/** The {@code ambergate} command: what an operator or an auditor types. It reads files, or asks a server's administration port. */
@NullMarked
package org.ambergate.cli;

import org.jspecify.annotations.NullMarked;

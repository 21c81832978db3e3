/** The {@code ambergate} command: what an operator or an auditor types. It reads files and needs no server. */
@NullMarked
package org.ambergate.cli;

import org.jspecify.annotations.NullMarked;

/**
 * Containers from logged messages: finds messages and the time-stamps that cover them in a message log, and writes them as
 * ASiC-E (evidence specification, section 7).
 */
@NullMarked
package org.ambergate.evidence;

import org.jspecify.annotations.NullMarked;

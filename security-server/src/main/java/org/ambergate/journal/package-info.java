/**
 * The durable message log: one writer, group commit, a receipt only after the sync returned (promises D4, D5 and D10;
 * {@code docs/journal-format.md}).
 */
@NullMarked
package org.ambergate.journal;

import org.jspecify.annotations.NullMarked;

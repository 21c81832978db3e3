/**
 * Searching what a message log says, as values: queries, cursors, pages, traces of exchanges and the index that answers
 * them (promises D2 and D9). It knows no database; the index itself is {@code org.ambergate.auditindex}.
 */
@NullMarked
package org.ambergate.audit;

import org.jspecify.annotations.NullMarked;

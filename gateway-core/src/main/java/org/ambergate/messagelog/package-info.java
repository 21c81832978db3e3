/**
 * The message log as bytes: records, Merkle tree, and the audit of a whole log (evidence specification, section 9;
 * {@code docs/journal-format.md}).
 */
@NullMarked
package org.ambergate.messagelog;

import org.jspecify.annotations.NullMarked;

/** Record bytes, Merkle tree and audit of a whole log. */
@NullMarked
package org.ambergate.messagelog;

import org.jspecify.annotations.NullMarked;

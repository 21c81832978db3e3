/** Tests of the message log's format. */
@NullMarked
package org.ambergate.messagelog;

import org.jspecify.annotations.NullMarked;

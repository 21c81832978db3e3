/** Time-stamps as values: requests, tokens and their verification (RFC 3161; evidence specification, section 6). */
@NullMarked
package org.ambergate.timestamp;

import org.jspecify.annotations.NullMarked;

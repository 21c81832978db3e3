/** X-Road names: parse, check, print (client protocol specification, section 1). */
@NullMarked
package org.ambergate.identifier;

import org.jspecify.annotations.NullMarked;

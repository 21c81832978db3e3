/** The consumer side: from an information system's request to the provider's security server and back (house plan, section 4). */
@NullMarked
package org.ambergate.consumer;

import org.jspecify.annotations.NullMarked;

/** The provider side: from another security server's signed message to the service and back (house plan, section 4). */
@NullMarked
package org.ambergate.provider;

import org.jspecify.annotations.NullMarked;

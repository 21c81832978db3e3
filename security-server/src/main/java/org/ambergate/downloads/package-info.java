/**
 * Evidence on the ports for information systems: the containers of a client's own messages, and the configuration to
 * verify them by (services specification, sections 1.5 and 1.6).
 */
@NullMarked
package org.ambergate.downloads;

import org.jspecify.annotations.NullMarked;

/** The transport message between security servers: push decoder, encoder, limits (transport specification, sections 2-4). */
@NullMarked
package org.ambergate.transport;

import org.jspecify.annotations.NullMarked;

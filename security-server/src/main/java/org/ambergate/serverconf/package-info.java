/** Clients, services and access rights of this server: the file and its immutable snapshot (client protocol specification, sections 2.7 and 4). */
@NullMarked
package org.ambergate.serverconf;

import org.jspecify.annotations.NullMarked;

/** The Netty edge: strict HTTP front, links, TLS, back-pressure, connection limits (transport specification, sections 1-2). */
@NullMarked
package org.ambergate.net;

import org.jspecify.annotations.NullMarked;

/** The program: wires every room of a security server and starts it. */
@NullMarked
package org.ambergate.securityserver;

import org.jspecify.annotations.NullMarked;

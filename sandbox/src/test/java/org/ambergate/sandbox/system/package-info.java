/** Tests of two real security servers with real sockets, keys and logs; WireMock plays the information systems. */
@NullMarked
package org.ambergate.sandbox.system;

import org.jspecify.annotations.NullMarked;

/** The ecosystem that the quickstart runs: trust services, publisher, two security servers, sample service. */
@NullMarked
package org.ambergate.sandbox;

import org.jspecify.annotations.NullMarked;

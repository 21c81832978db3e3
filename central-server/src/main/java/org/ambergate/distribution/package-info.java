/**
 * Keeps published configuration on disk, replaces it at one stroke and serves it over HTTP (global configuration
 * specification, sections 3.1, 3.2 and 6; central server specification, section 3.1).
 */
@NullMarked
package org.ambergate.distribution;

import org.jspecify.annotations.NullMarked;

/**
 * Writes and signs global configuration in every version, and reads it back as a server would: pure (global configuration specification, sections 2, 3.5
 * and 5).
 */
@NullMarked
package org.ambergate.publication;

import org.jspecify.annotations.NullMarked;

/** Kills security servers under load and checks that nothing was lost (fault table, row F-01). */
@NullMarked
package org.ambergate.sandbox.kill;

import org.jspecify.annotations.NullMarked;

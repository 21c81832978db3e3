@NullMarked
package org.ambergate.sandbox.kill;

import org.jspecify.annotations.NullMarked;

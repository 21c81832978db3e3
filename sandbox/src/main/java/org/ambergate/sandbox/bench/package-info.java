/** The bench: what a signed and logged exchange costs against two bare reverse proxies on the same machine in the same run. */
@NullMarked
package org.ambergate.sandbox.bench;

import org.jspecify.annotations.NullMarked;

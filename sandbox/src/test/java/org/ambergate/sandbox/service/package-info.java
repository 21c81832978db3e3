/** Tests of this package. */
@NullMarked
package org.ambergate.sandbox.service;

import org.jspecify.annotations.NullMarked;

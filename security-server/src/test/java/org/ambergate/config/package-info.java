@NullMarked
package org.ambergate.config;

import org.jspecify.annotations.NullMarked;

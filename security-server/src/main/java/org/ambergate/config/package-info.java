/** The settings file of a security server: every key with its type, default and range. */
@NullMarked
package org.ambergate.config;

import org.jspecify.annotations.NullMarked;

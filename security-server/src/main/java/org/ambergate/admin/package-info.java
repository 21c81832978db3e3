/** The administration port: health, readiness, metrics, and auditors' searches. */
@NullMarked
package org.ambergate.admin;

import org.jspecify.annotations.NullMarked;

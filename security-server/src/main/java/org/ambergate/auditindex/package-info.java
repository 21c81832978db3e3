/**
 * The audit index in a database: derived from the message log, filled behind it, searched by auditors (promises D2 and
 * D9, threat T-105; {@code docs/adr/0010-audit-index.md}).
 */
@NullMarked
package org.ambergate.auditindex;

import org.jspecify.annotations.NullMarked;

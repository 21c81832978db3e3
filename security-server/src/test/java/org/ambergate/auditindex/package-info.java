/** Tests of the audit index. */
@NullMarked
package org.ambergate.auditindex;

import org.jspecify.annotations.NullMarked;

/** What both sides of an exchange share: runner, admission, deadline, spool, timeline, fault to reply. */
@NullMarked
package org.ambergate.exchange;

import org.jspecify.annotations.NullMarked;

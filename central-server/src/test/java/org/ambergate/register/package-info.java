/** Tests of the register, each on SQLite and on PostgreSQL. */
@NullMarked
package org.ambergate.register;

import org.jspecify.annotations.NullMarked;

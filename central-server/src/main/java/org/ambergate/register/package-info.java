/**
 * The register of an instance: members, servers, groups and trust services in a database, each change in a hash-linked
 * history (central server specification, sections 2 and 6). Besides the audit index the only room that knows a database.
 */
@NullMarked
package org.ambergate.register;

import org.jspecify.annotations.NullMarked;

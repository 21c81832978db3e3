package org.ambergate.audit;

import java.io.IOException;

/**
 * Opens audit indexes. Found with {@link java.util.ServiceLoader}, as JDBC drivers are, so that the command line can use
 * an index without depending on the program that contains it.
 */
public interface AuditIndexProvider {
    /**
     * Opens an index, which is created if there is none.
     *
     * @param file the path of its database file
     * @throws IOException if it cannot be opened or created
     */
    AuditIndex open(String file) throws IOException;
}

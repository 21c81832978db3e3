package org.ambergate.sandbox.bench;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** Two servers in a row, each a process of its own, that carry requests from the load generator to the service. */
public interface MeasuredPair extends AutoCloseable {
    /** Where the load goes: the service's paths are appended to this. It has no slash at the end and no query. */
    URI baseUrl();

    /** Fields that every request carries, such as {@code X-Road-Client}. */
    Map<String, String> headers();

    /** The processes whose processor time and memory count. */
    List<ProcessHandle> processes();

    @Override
    void close();
}

package org.ambergate.sandbox.bench;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.ambergate.sandbox.trustservices.KeyKind;

/**
 * What both pairs of a run have in common.
 *
 * @param service where the provider service listens (plain HTTP)
 * @param keyKind the type of every key that is used for each exchange or connection
 * @param jvmFlags flags for each server's process, such as the size of its heap
 * @param folder an empty folder for this pair's files and logs, removed after the run
 */
public record PairSettings(InetSocketAddress service, KeyKind keyKind, List<String> jvmFlags, Path folder) {
    public PairSettings {
        jvmFlags = List.copyOf(jvmFlags);
    }
}

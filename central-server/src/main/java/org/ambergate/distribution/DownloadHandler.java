package org.ambergate.distribution;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.SharedParameters;
import org.ambergate.net.BodySink;
import org.ambergate.net.Deadline;
import org.ambergate.net.HttpField;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpReply;
import org.ambergate.net.HttpRequest;
import org.ambergate.net.HttpRequestHandler;
import org.ambergate.publication.DirectoryKind;
import org.ambergate.publication.PublishedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers downloads from what is published when they come. Types and caching are those of the static files that X-Road's
 * central server serves.
 */
final class DownloadHandler implements HttpRequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DownloadHandler.class);

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int PIECE_BYTES = 64 * 1024;

    /** Servers give a source a minute for everything. */
    private static final Duration DOWNLOAD_TIME_MAX = Duration.ofMinutes(1);

    /** A directory must not be served from any cache: it changes every minute under one address. */
    private static final HttpFields DIRECTORY = HttpFields.of(List.of(
            new HttpField("Content-Type", "application/octet-stream"),
            new HttpField("Expires", "Thu, 01 Jan 1970 00:00:01 GMT"),
            new HttpField("Cache-Control", "no-cache")));

    /** What lies under a part's path never changes. */
    private static final HttpFields PART = HttpFields.of(
            List.of(new HttpField("Content-Type", "text/xml"), new HttpField("Cache-Control", "max-age=600")));

    private static final HttpFields ERROR = HttpFields.of("Content-Type", "text/plain");

    private final PublishedConfiguration published;

    DownloadHandler(PublishedConfiguration published) {
        this.published = published;
    }

    @Override
    public void respond(HttpRequest request, HttpReply reply) {
        try {
            if (request.method().equals("GET") || request.method().equals("HEAD")) {
                download(request.target(), reply);
            } else {
                reply.send(METHOD_NOT_ALLOWED, ERROR.with("Allow", "GET, HEAD"), new byte[0]);
            }
        } catch (LocalFault e) {
            LOG.debug("A download was broken off", e);
            reply.abort();
        }
    }

    private void download(String target, HttpReply reply) throws LocalFault {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        for (DirectoryKind kind : DirectoryKind.values()) {
            if (path.equals("/" + kind.directoryName())) {
                directory(kind, query, reply);
                return;
            }
        }
        Optional<Path> part = published.part(path);
        if (part.isPresent()) {
            part(part.get(), reply);
        } else {
            notFound(reply);
        }
    }

    private void directory(DirectoryKind kind, String query, HttpReply reply) throws LocalFault {
        Optional<PublishedSet> set = published.current();
        Optional<byte[]> directory = version(query)
                .flatMap(version -> set.flatMap(s -> s.directories().find(kind, version)));
        if (directory.isPresent()) {
            reply.send(OK, DIRECTORY, directory.get());
        } else {
            notFound(reply);
        }
    }

    /** From the disk, a piece at a time: large instances have megabytes, and many servers ask at once. */
    private static void part(Path file, HttpReply reply) throws LocalFault {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            BodySink sink = reply.start(OK, PART, OptionalLong.of(channel.size()));
            Deadline deadline = Deadline.after(DOWNLOAD_TIME_MAX);
            ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
            while (channel.read(piece) >= 0) {
                sink.write(piece.flip(), deadline);
                piece.clear();
            }
            sink.finish(deadline);
        } catch (NoSuchFileException e) {
            notFound(reply);
        } catch (IOException e) {
            LOG.error("A published part cannot be read", e);
            reply.abort();
        }
    }

    private static void notFound(HttpReply reply) throws LocalFault {
        reply.send(NOT_FOUND, ERROR, new byte[0]);
    }

    /** The version asked for, the oldest if none is; empty if what is asked for is not a version. */
    private static Optional<Integer> version(String query) {
        List<String> versions = new ArrayList<>();
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith("version=")) {
                versions.add(parameter.substring("version=".length()));
            }
        }
        if (versions.isEmpty()) {
            return Optional.of(SharedParameters.VERSION_MIN);
        }
        for (int version = SharedParameters.VERSION_MIN; version <= SharedParameters.VERSION_MAX; version++) {
            if (versions.size() == 1 && versions.get(0).equals(Integer.toString(version))) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }
}

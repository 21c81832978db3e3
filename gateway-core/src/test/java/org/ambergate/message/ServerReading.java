package org.ambergate.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

/** Models of how servers of different make turn the path of a request line into the path of a resource. */
enum ServerReading {
    /** Decodes once and leaves everything else to the application, as Netty does. */
    LITERAL {
        @Override
        String of(String path) {
            return decode(path);
        }
    },
    /** Drops path parameters, decodes, then resolves dot segments, as Jetty does. */
    SERVLET {
        @Override
        String of(String path) {
            return resolve(decode(path.replaceAll(";[^/]*", "")));
        }
    },
    /** The same, and takes backslashes for slashes and several slashes for one, as Tomcat can be told to. */
    LENIENT_SERVLET {
        @Override
        String of(String path) {
            String decoded = decode(path.replaceAll(";[^/]*", "")).replace('\\', '/');
            return resolve(decoded.replaceAll("/+", "/"));
        }
    },
    /** Decodes first and drops path parameters afterwards. */
    LATE_PARAMETERS {
        @Override
        String of(String path) {
            return resolve(decode(path).replaceAll(";[^/]*", ""));
        }
    },
    /** Decodes, merges slashes, resolves dot segments, as nginx does. */
    REVERSE_PROXY {
        @Override
        String of(String path) {
            return resolve(decode(path).replaceAll("/+", "/"));
        }
    },
    /** Two servers in a row, each of which decodes. */
    DECODED_TWICE {
        @Override
        String of(String path) {
            return resolve(decode(decode(path)));
        }
    },
    /** Decodes and parses the result as a URI, so that a question mark or a hash cuts it off. */
    DECODED_THEN_PARSED {
        @Override
        String of(String path) {
            return resolve(decode(path).replaceAll("[?#].*", ""));
        }
    },
    /** Ends at a NUL, as a C string does. */
    C_STRING {
        @Override
        String of(String path) {
            String decoded = decode(path);
            int end = decoded.indexOf('\0');
            return resolve(end < 0 ? decoded : decoded.substring(0, end));
        }
    },
    /** Windows: backslashes are slashes, dots and blanks at the end of a name do not count. */
    WINDOWS_FILES {
        @Override
        String of(String path) {
            return resolve(decode(path).replace('\\', '/')).replaceAll("[. ]+(?=/|$)", "");
        }
    },
    /** Normalises Unicode with compatibility forms before it resolves dot segments. */
    UNICODE_NORMALISING {
        @Override
        String of(String path) {
            return resolve(Normalizer.normalize(decode(path), Normalizer.Form.NFKC));
        }
    };

    /** The path that such a server looks up. */
    abstract String of(String path);

    private static String decode(String path) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int i = 0;
        while (i < path.length()) {
            boolean isEncoded = path.charAt(i) == '%'
                    && i + 2 < path.length()
                    && HexFormat.isHexDigit(path.charAt(i + 1))
                    && HexFormat.isHexDigit(path.charAt(i + 2));
            if (isEncoded) {
                out.write(Integer.parseInt(path.substring(i + 1, i + 3), 16));
                i += 3;
            } else {
                String literal = Character.toString(path.codePointAt(i));
                out.writeBytes(literal.getBytes(StandardCharsets.UTF_8));
                i += literal.length();
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String resolve(String path) {
        Deque<String> kept = new ArrayDeque<>();
        for (String segment : List.of(path.split("/", -1))) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        String joined = String.join("/", kept);
        return joined.startsWith("/") || path.isEmpty() ? joined : "/" + joined;
    }
}

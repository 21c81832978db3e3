package org.ambergate.globalconf;

import java.util.Arrays;
import java.util.Base64;
import org.ambergate.fault.LocalFault;

/**
 * A directory taken apart into what was signed and the signature: the outer multipart with exactly two parts. Nothing in
 * it is trusted yet. The arrays are shared within this package, never written to.
 *
 * @param innerBoundary boundary of the signed part
 * @param signed the exact bytes that were signed
 * @param signatureHeader header of the signature part
 * @param signature the decoded value
 */
record DirectoryEnvelope(String innerBoundary, byte[] signed, HeaderFields signatureHeader, byte[] signature) {
    /** RFC 2046, section 5.1.1. */
    static final int BOUNDARY_LENGTH_MAX = 70;

    private static final String BOUNDARY_MARKS = "'()+_,-./:=?";

    static DirectoryEnvelope parse(byte[] body) throws LocalFault {
        DirectoryLines lines = new DirectoryLines(body);
        String outer = boundary(lines.outermostHeader(), "multipart/related");
        lines.expect("--" + outer);
        String inner = boundary(lines.header(), "multipart/mixed");
        int start = lines.position();
        int end = endBefore("--" + outer, lines);
        HeaderFields signatureHeader = lines.header();
        signatureHeader.require("content-type", "application/octet-stream");
        signatureHeader.require("content-transfer-encoding", "base64");
        byte[] signature = base64UpTo("--" + outer + "--", lines);
        if (!lines.atEnd()) {
            throw DirectoryLines.malformed("Something follows the end of the directory");
        }
        return new DirectoryEnvelope(inner, Arrays.copyOfRange(body, start, end), signatureHeader, signature);
    }

    /** Decodes the lines up to, and passing over, the given one. */
    static byte[] base64UpTo(String delimiter, DirectoryLines lines) throws LocalFault {
        StringBuilder text = new StringBuilder();
        for (String line = lines.next(); !line.equals(delimiter); line = lines.next()) {
            text.append(line);
        }
        return base64(text.toString());
    }

    static byte[] base64(String text) throws LocalFault {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw DirectoryLines.malformed("A value of the directory is not base64")
                    .causedBy(e);
        }
    }

    /** Passes over lines up to the delimiter; returns the end of the content, which excludes the delimiter's CR LF. */
    private static int endBefore(String delimiter, DirectoryLines lines) throws LocalFault {
        int start = lines.position();
        while (!lines.next().equals(delimiter)) {
            if (lines.atEnd()) {
                throw DirectoryLines.malformed("The directory ends before its signature");
            }
        }
        int end = lines.lineStart() - 2;
        if (end <= start) {
            throw DirectoryLines.malformed("The directory's signed part is empty");
        }
        return end;
    }

    private static String boundary(HeaderFields header, String type) throws LocalFault {
        HeaderValue contentType = HeaderValue.parse(header.required("content-type"));
        String boundary = contentType.required("boundary");
        boolean allowed = boundary.length() <= BOUNDARY_LENGTH_MAX
                && boundary.chars()
                        .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || BOUNDARY_MARKS.indexOf(c) >= 0));
        if (!contentType.value().equalsIgnoreCase(type) || !allowed) {
            throw DirectoryLines.malformed("A content type of the directory is not " + type + " with a boundary");
        }
        return boundary;
    }
}

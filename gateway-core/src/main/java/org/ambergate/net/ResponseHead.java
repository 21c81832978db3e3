package org.ambergate.net;

/** A response head that passed the same rules as request heads (RFC 9112, sections 4 and 6.3; threat T-31). */
record ResponseHead(int status, String reason, HttpFields fields, Framing framing, boolean close) {
    private static final int VERSION_LENGTH = 8;
    private static final int STATUS_END = 12;

    /**
     * Parses a final or interim head.
     *
     * @param requestMethod of the request it answers: HEAD has no body whatever the fields say
     */
    static ResponseHead parse(HeadScanner head, String requestMethod) throws RefusedException {
        int end = head.end(0);
        if (end < STATUS_END || head.at(VERSION_LENGTH) != ' ' || (end > STATUS_END && head.at(STATUS_END) != ' ')) {
            throw RefusedException.badRequest("Malformed status line");
        }
        String version = head.text(0, VERSION_LENGTH);
        boolean old = version.equals("HTTP/1.0");
        if (!old && !version.equals("HTTP/1.1")) {
            throw RefusedException.badRequest("Response is not HTTP/1");
        }
        int status = status(head);
        HttpFields fields = FieldParser.parse(head);
        if (old && fields.contains("Transfer-Encoding")) {
            throw RefusedException.badRequest("Transfer-Encoding in HTTP/1.0");
        }
        // checked also where the body is known to be absent: two lengths are an attack in any response
        Framing framing = FieldParser.framing(fields, Framing.UNTIL_CLOSE);
        if (requestMethod.equals("HEAD") || status < 200 || status == 204 || status == 304) {
            framing = Framing.NONE;
        }
        boolean close = old || framing.kind() == Framing.Kind.UNTIL_CLOSE || FieldParser.asksToClose(fields);
        String reason = end > STATUS_END ? head.text(STATUS_END + 1, end) : "";
        return new ResponseHead(status, reason, fields, framing, close);
    }

    private static int status(HeadScanner head) throws RefusedException {
        int status = 0;
        for (int i = VERSION_LENGTH + 1; i < STATUS_END; i++) {
            if (!Ascii.isDigit(head.at(i))) {
                throw RefusedException.badRequest("Malformed status");
            }
            status = status * 10 + (head.at(i) - '0');
        }
        if (status < 100 || status > 599) {
            throw RefusedException.badRequest("Malformed status");
        }
        return status;
    }

    boolean isInterim() {
        return status < 200;
    }
}

package org.ambergate.net;

import java.util.List;
import java.util.Set;

/**
 * A request head that passed every rule of the strict front (RFC 9112, sections 3 and 6; threats T-30, T-34, T-37).
 *
 * @param target in origin form, or {@code *}
 */
record RequestHead(
        String method, String target, HttpFields fields, Framing framing, boolean close, boolean expectsContinue) {
    private static final Set<String> METHODS =
            Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");
    private static final String VERSION = "HTTP/1.1";

    /** Fields that a sender could make an intermediary remove by naming them in {@code Connection}. */
    private static final List<String> END_TO_END =
            List.of("Host", "Content-Length", "Transfer-Encoding", "Content-Type", "Authorization", "Expect");

    static RequestHead parse(HeadScanner head, HostRule hostRule) throws RefusedException {
        int end = head.end(0);
        int firstSpace = indexOfSpace(head, 0, end);
        int secondSpace = indexOfSpace(head, firstSpace + 1, end);
        if (!head.text(secondSpace + 1, end).equals(VERSION)) {
            throw RefusedException.badRequest("Malformed request line or a version other than HTTP/1.1");
        }
        String method = method(head.text(0, firstSpace));
        String target = target(method, head.text(firstSpace + 1, secondSpace));
        HttpFields fields = FieldParser.parse(head);
        hostRule.check(fields);
        Framing framing = FieldParser.framing(fields, Framing.NONE);
        checkConnectionOptions(fields);
        return new RequestHead(
                method, target, fields, framing, FieldParser.asksToClose(fields), expectsContinue(fields, framing));
    }

    private static int indexOfSpace(HeadScanner head, int from, int end) throws RefusedException {
        for (int i = from; i < end; i++) {
            if (head.at(i) == ' ') {
                return i;
            }
        }
        throw RefusedException.badRequest("Malformed request line");
    }

    private static String method(String text) throws RefusedException {
        if (METHODS.contains(text)) {
            return text;
        }
        if (Ascii.isToken(text)) {
            throw new RefusedException(405, "Method not allowed");
        }
        throw RefusedException.badRequest("Malformed method");
    }

    private static String target(String method, String text) throws RefusedException {
        if (text.equals("*") && method.equals("OPTIONS")) {
            return text;
        }
        boolean origin = !text.isEmpty() && text.charAt(0) == '/';
        for (int i = 0; origin && i < text.length(); i++) {
            origin = Ascii.isVisible(text.charAt(i)) && text.charAt(i) != '#';
        }
        if (!origin) {
            throw RefusedException.badRequest("Request target is not in origin form");
        }
        return text;
    }

    private static void checkConnectionOptions(HttpFields fields) throws RefusedException {
        for (String option : FieldParser.connectionOptions(fields)) {
            boolean endToEnd = Ascii.startsWithIgnoreCase(option, "X-Road-");
            for (String name : END_TO_END) {
                endToEnd |= Ascii.equalsIgnoreCase(option, name);
            }
            if (endToEnd) {
                throw RefusedException.badRequest("Connection names an end-to-end field");
            }
        }
    }

    private static boolean expectsContinue(HttpFields fields, Framing framing) throws RefusedException {
        List<String> expectations = fields.all("Expect");
        if (expectations.isEmpty()) {
            return false;
        }
        if (expectations.size() > 1 || !Ascii.equalsIgnoreCase(expectations.get(0), "100-continue")) {
            throw new RefusedException(417, "Expectation failed");
        }
        return !framing.isBodiless();
    }
}

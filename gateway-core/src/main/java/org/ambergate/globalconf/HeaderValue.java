package org.ambergate.globalconf;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ambergate.fault.LocalFault;

/**
 * A header value with parameters. Parameter values stand in double quotes, in apostrophes (as central servers write
 * them) or bare (as configuration proxies do, also where the value has characters that MIME wants quoted).
 *
 * @param value what stands before the first semicolon
 * @param parameters by lower-case name
 */
record HeaderValue(String value, Map<String, String> parameters) {
    static HeaderValue parse(String text) throws LocalFault {
        int end = text.indexOf(';');
        if (end < 0) {
            return new HeaderValue(text.strip(), Map.of());
        }
        Map<String, String> parameters = new HashMap<>();
        int position = end;
        while (position < text.length()) {
            position = parameter(text, position + 1, parameters);
        }
        return new HeaderValue(text.substring(0, end).strip(), parameters);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    String required(String name) throws LocalFault {
        return parameter(name)
                .orElseThrow(() -> DirectoryLines.malformed("A header of the directory lacks the parameter " + name));
    }

    /** Reads one parameter that begins at {@code start}; returns where its semicolon stands, or the text's length. */
    private static int parameter(String text, int start, Map<String, String> parameters) throws LocalFault {
        int equals = text.indexOf('=', start);
        if (equals < 0) {
            throw DirectoryLines.malformed("A parameter in a header of the directory has no value");
        }
        String name = text.substring(start, equals).strip().toLowerCase(Locale.ROOT);
        int begin = equals + 1;
        while (begin < text.length() && text.charAt(begin) == ' ') {
            begin++;
        }
        boolean quoted = begin < text.length() && (text.charAt(begin) == '"' || text.charAt(begin) == '\'');
        int end = quoted ? closingQuote(text, begin) + 1 : semicolonFrom(text, begin);
        String raw = text.substring(begin, end);
        String value = quoted ? raw.substring(1, raw.length() - 1) : raw.strip();
        if (name.isEmpty() || value.isEmpty() || parameters.put(name, value) != null) {
            throw DirectoryLines.malformed("A parameter in a header of the directory is empty or given twice");
        }
        return semicolonFrom(text, end);
    }

    /**
     * The quote that is followed by a semicolon or by nothing. Writers put the value between quotes without escaping
     * quotes inside it, so an earlier one belongs to the value.
     */
    private static int closingQuote(String text, int opening) throws LocalFault {
        char quote = text.charAt(opening);
        for (int i = text.indexOf(quote, opening + 1); i >= 0; i = text.indexOf(quote, i + 1)) {
            String rest = text.substring(i + 1).strip();
            if (rest.isEmpty() || rest.startsWith(";")) {
                return i;
            }
        }
        throw DirectoryLines.malformed("A quote in a header of the directory is not closed");
    }

    private static int semicolonFrom(String text, int from) {
        int semicolon = text.indexOf(';', from);
        return semicolon < 0 ? text.length() : semicolon;
    }
}

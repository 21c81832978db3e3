package org.ambergate.message;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An endpoint that access rights may name: an HTTP method and a path glob (client protocol specification, section 2.7).
 * In the glob {@code *} is any run without a slash, {@code **} any run, {@code \*} and {@code \\} are literal; everything
 * else, the question mark included, stands for itself. Time is linear in the path, whatever the glob: the states of a
 * bit-parallel automaton advance once per character and nothing is tried twice.
 */
public final class EndpointPattern {
    /** Longest glob, characters; it bounds the work per character of a path. */
    public static final int GLOB_LENGTH_MAX = 1024;

    private static final String ANY_METHOD = "*";
    private static final String ANY_PATH = "**";

    private final String method;
    private final String glob;
    /** Number of literal characters; state n means that n of them have been matched. */
    private final int literals;

    private final Map<Character, long[]> expecting = new HashMap<>();
    private final long[] loopingWithinSegment;
    private final long[] loopingAcrossSegments;

    private EndpointPattern(String method, String glob) {
        this.method = method;
        this.glob = glob;
        int words = glob.length() / Long.SIZE + 1;
        this.loopingWithinSegment = new long[words];
        this.loopingAcrossSegments = new long[words];
        this.literals = compile(words);
    }

    /**
     * Compiles an endpoint.
     *
     * @param method an HTTP method, or {@code *} for every one
     * @param pathGlob a glob over the decoded service path, or {@code **} for every path, the empty one included
     * @throws IllegalArgumentException if the glob is longer than {@link #GLOB_LENGTH_MAX}
     */
    public static EndpointPattern of(String method, String pathGlob) {
        if (pathGlob.length() > GLOB_LENGTH_MAX) {
            throw new IllegalArgumentException("A path glob has at most " + GLOB_LENGTH_MAX + " characters");
        }
        return new EndpointPattern(method, pathGlob);
    }

    /** Whether a REST message can have this method, or it is {@code *}; in any case of letters. */
    public static boolean isMethod(String method) {
        return method.equals(ANY_METHOD) || RestRequestHead.METHODS.contains(method.toUpperCase(Locale.ROOT));
    }

    /** Whether the endpoint covers the request under every reading of its path. */
    public boolean matches(String requestMethod, ServicePath path) {
        return matchesMethod(requestMethod) && path.readings().stream().allMatch(this::matchesPath);
    }

    @Override
    public String toString() {
        return method + " " + glob;
    }

    private boolean matchesMethod(String requestMethod) {
        return method.equals(ANY_METHOD) || FieldRules.lowerCase(method).equals(FieldRules.lowerCase(requestMethod));
    }

    private boolean matchesPath(String path) {
        if (glob.equals(ANY_PATH)) {
            return true;
        }
        // The empty path is the base endpoint's alone: neither / nor /** covers it.
        return !path.isEmpty() && run(path);
    }

    private boolean run(String path) {
        long[] states = new long[loopingWithinSegment.length];
        states[0] = 1;
        for (int i = 0; i < path.length(); i++) {
            advance(states, path.charAt(i));
        }
        return isSet(states, literals);
    }

    private void advance(long[] states, char c) {
        long[] expected = expecting.get(c);
        long carry = 0;
        for (int word = 0; word < states.length; word++) {
            long looping = loopingAcrossSegments[word] | (c == '/' ? 0 : loopingWithinSegment[word]);
            long stepping = expected == null ? 0 : states[word] & expected[word];
            states[word] = (states[word] & looping) | (stepping << 1) | carry;
            carry = stepping >>> (Long.SIZE - 1);
        }
    }

    private int compile(int words) {
        int literalCount = 0;
        int i = 0;
        while (i < glob.length()) {
            char c = glob.charAt(i);
            if (c == '*') {
                int end = i;
                while (end < glob.length() && glob.charAt(end) == '*') {
                    end++;
                }
                set(end - i > 1 ? loopingAcrossSegments : loopingWithinSegment, literalCount);
                i = end;
            } else {
                boolean isEscape = c == '\\' && i + 1 < glob.length() && "*\\".indexOf(glob.charAt(i + 1)) >= 0;
                i += isEscape ? 2 : 1;
                set(expecting.computeIfAbsent(glob.charAt(i - 1), any -> new long[words]), literalCount);
                literalCount++;
            }
        }
        return literalCount;
    }

    private static void set(long[] bits, int index) {
        bits[index / Long.SIZE] |= 1L << (index % Long.SIZE);
    }

    private static boolean isSet(long[] bits, int index) {
        return (bits[index / Long.SIZE] & (1L << (index % Long.SIZE))) != 0;
    }
}

package org.ambergate.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Access decisions on generated paths and globs, against a reference evaluator and against models of servers. */
class PathAccessTest {
    private static final long SEED = 20261123;

    private static final List<String> HOSTILE_PIECES = List.of(
            "/",
            "/",
            "/",
            "/",
            "/",
            "a",
            "b",
            "secret",
            "public",
            ".",
            "..",
            "%2e",
            "%2E%2e",
            "%252e",
            "%c0%ae",
            ";",
            ";x=1",
            ";x=..",
            ";jsessionid=1",
            "\\",
            "%5c",
            "//",
            "%2f",
            "%252f",
            "%00",
            "%3f",
            "%23",
            "%3b",
            "%20",
            "%C3%A4",
            "%EF%BC%8E",
            "%EF%BC%8F",
            "%E2%80%A5",
            "e%CC%81",
            "%C3%A9",
            "+",
            "%7E",
            "%41",
            "%61",
            "*",
            "%",
            "%zz",
            ".json",
            "%0a",
            "%09",
            "~",
            "%E2%80%8B",
            "?",
            "#",
            " ");

    private static final List<String> NAMES = List.of(
            "a",
            "b",
            "public",
            "secret",
            "x.json",
            "v1.2",
            "with space",
            "\u00E4\u00F6",
            "\u65E5\u672C",
            "\u20AC",
            "a+b",
            "c:d@e",
            "~u",
            "it's",
            "(1)",
            "50*2",
            "[x]",
            "{y}",
            "a|b",
            "ACME Inc.",
            "");

    private static final List<String> GLOB_PIECES = List.of(
            "/",
            "/",
            "/",
            "a",
            "b",
            "public",
            "secret",
            "*",
            "*",
            "**",
            ".json",
            "\\*",
            "\\\\",
            ".",
            "?",
            "x",
            "\u00E4\u00F6",
            " ",
            "+",
            "~",
            "50",
            ";x=1");

    private int allowed;

    @Test
    void noServerSeesAPathOutsideTheGrantedGlob() {
        checkHostilePaths(100_000, SEED);
        assertThat(allowed).as("grants among the cases").isGreaterThan(3_000);
    }

    @Test
    @Tag("slow")
    void noServerSeesAPathOutsideTheGrantedGlobInAMillionCases() {
        checkHostilePaths(1_000_000, SEED + 1);
    }

    @Test
    void aPlainPathIsJudgedByItsDecodedFormHoweverItIsEncoded() throws LocalFault {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 50_000; i++) {
            String decoded = plainPath(random);
            String raw = encode(decoded, random);
            String glob = glob(random, decoded);

            ServicePath path = ServicePath.canonical(raw);

            boolean expected = path.readings().stream().allMatch(reading -> reference(glob, reading));
            boolean matched = EndpointPattern.of("*", glob).matches("GET", path);
            if (matched != expected
                    || !ServerReading.LITERAL.of(path.forwarded()).equals(decoded)) {
                assertThat(matched).as(glob + " " + raw).isEqualTo(expected);
                assertThat(ServerReading.LITERAL.of(path.forwarded())).isEqualTo(decoded);
            }
        }
    }

    private void checkHostilePaths(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            String raw = i % 2 == 0 ? hostilePath(random) : disguise(plainPath(random), random);
            String glob = glob(random, raw);
            check(raw, glob);
        }
    }

    private void check(String raw, String glob) {
        ServicePath path;
        try {
            path = ServicePath.canonical(raw);
        } catch (LocalFault e) {
            assertThat(e.code().xroadName()).isEqualTo("access_denied");
            return;
        }
        boolean matched = EndpointPattern.of("*", glob).matches("GET", path);
        boolean expected = path.readings().stream().allMatch(reading -> reference(glob, reading));
        if (matched != expected) {
            assertThat(matched).as(glob + " " + raw).isEqualTo(expected);
        }
        if (!matched) {
            return;
        }
        allowed++;
        for (ServerReading server : ServerReading.values()) {
            String seen = server.of(path.forwarded());
            if (!reference(glob, seen)) {
                assertThat(seen)
                        .as(server + " leaves " + glob + " with " + path.forwarded())
                        .isEmpty();
            }
        }
    }

    /** The rule of the client protocol specification, section 2.7, by way of a regular expression. */
    private static boolean reference(String glob, String path) {
        if (glob.equals("**")) {
            return true;
        }
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            if (glob.startsWith("\\*", i) || glob.startsWith("\\\\", i)) {
                regex.append(Pattern.quote(glob.substring(i + 1, i + 2)));
                i++;
            } else if (glob.startsWith("**", i)) {
                regex.append(".*");
                while (i + 1 < glob.length() && glob.charAt(i + 1) == '*') {
                    i++;
                }
            } else if (glob.charAt(i) == '*') {
                regex.append("[^/]*");
            } else {
                regex.append(Pattern.quote(glob.substring(i, i + 1)));
            }
        }
        return !path.isEmpty()
                && Pattern.compile(regex.toString(), Pattern.DOTALL)
                        .matcher(path)
                        .matches();
    }

    private static String hostilePath(SplittableRandom random) {
        StringBuilder out = new StringBuilder(random.nextInt(20) == 0 ? "" : "/");
        int pieces = 1 + random.nextInt(7);
        for (int i = 0; i < pieces; i++) {
            out.append(pick(HOSTILE_PIECES, random));
        }
        return out.toString();
    }

    private static String plainPath(SplittableRandom random) {
        StringBuilder out = new StringBuilder();
        int segments = 1 + random.nextInt(4);
        for (int i = 0; i < segments; i++) {
            boolean isLast = i == segments - 1;
            String name = pick(isLast ? NAMES : NAMES.subList(0, NAMES.size() - 1), random);
            out.append('/').append(name);
        }
        return out.toString();
    }

    /** A plain path with one hostile piece put in somewhere. */
    private static String disguise(String plain, SplittableRandom random) {
        String raw = encode(plain, random);
        int at = random.nextInt(raw.length() + 1);
        return random.nextInt(3) == 0 ? raw : raw.substring(0, at) + pick(HOSTILE_PIECES, random) + raw.substring(at);
    }

    private static String encode(String decoded, SplittableRandom random) {
        StringBuilder out = new StringBuilder();
        for (byte b : decoded.getBytes(StandardCharsets.UTF_8)) {
            int octet = b & 0xFF;
            boolean mustEncode = !PathCharacters.isPath(octet);
            if (octet == '/' || (!mustEncode && random.nextInt(8) > 0)) {
                out.append((char) octet);
            } else {
                out.append(String.format(random.nextBoolean() ? "%%%02x" : "%%%02X", octet));
            }
        }
        return out.toString();
    }

    /** A random glob, or one made from the path by putting stars into it. */
    private static String glob(SplittableRandom random, String path) {
        StringBuilder out = new StringBuilder();
        if (random.nextInt(4) == 0) {
            int pieces = random.nextInt(7);
            for (int i = 0; i < pieces; i++) {
                out.append(pick(GLOB_PIECES, random));
            }
            return out.toString();
        }
        out.append(ServerReading.LITERAL.of(path).replace("\\", "\\\\").replace("*", "\\*"));
        int stars = random.nextInt(3);
        for (int i = 0; i < stars; i++) {
            int from = random.nextInt(out.length() + 1);
            int to = Math.min(out.length(), from + random.nextInt(6));
            out.replace(from, to, random.nextInt(3) == 0 ? "**" : "*");
        }
        return out.toString();
    }

    private static String pick(List<String> choices, SplittableRandom random) {
        return choices.get(random.nextInt(choices.size()));
    }
}

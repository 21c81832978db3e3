package org.ambergate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of threats names tests that exist, and at least one for each of its rows. */
final class ThreatTableTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("\\| ([DT]-?[0-9]+) \\|.*\\| ([^|]+) \\|");
    private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z][A-Za-z]+Test)`");

    @Test
    void everyRowHasTestsThatExist() throws IOException {
        Set<String> existing = testClasses();
        Set<String> missing = new TreeSet<>();
        Set<String> rows = new TreeSet<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs").resolve("threat-table.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                assertThat(rows.add(row.group(1)))
                        .as("one row for %s", row.group(1))
                        .isTrue();
                List<String> named = CLASS_NAME
                        .matcher(row.group(2))
                        .results()
                        .map(found -> found.group(1))
                        .toList();
                assertThat(named).as("tests of %s", row.group(1)).isNotEmpty();
                named.stream().filter(name -> !existing.contains(name)).forEach(missing::add);
            }
        }

        assertThat(missing).isEmpty();
        assertThat(rows).hasSize(10 + 12 + 6 + 7);
    }

    private static Set<String> testClasses() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.map(Path::toString)
                    .filter(file -> file.contains("/src/test/java/") && file.endsWith("Test.java"))
                    .map(file -> file.substring(file.lastIndexOf('/') + 1, file.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}

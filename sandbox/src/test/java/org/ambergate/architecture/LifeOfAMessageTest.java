package org.ambergate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The document that leads through the code must not name what does not exist. */
final class LifeOfAMessageTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "life-of-a-message.md");
    private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z][a-z]+[A-Za-z]*)(?:\\.[a-z]\\w*(?:\\(\\))?)?`");

    @Test
    void eachClassThatTheDocumentNamesExists() throws IOException {
        Set<String> existing = new ClassFileImporter()
                .importPackages("org.ambergate").stream()
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        int named = 0;
        Matcher names = CLASS_NAME.matcher(Files.readString(DOCUMENT));
        while (names.find()) {
            named++;
            if (!existing.contains(names.group(1))) {
                missing.add(names.group(1));
            }
        }

        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(40);
    }
}

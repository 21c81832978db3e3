package org.ambergate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bill of materials that {@code ./mvnw package} makes (threat T-119). Runs in the phase {@code verify}, which is why it
 * is not called a test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BillOfMaterialsCheck {
    private static final Path BILL = Path.of("target", "ambergate-sbom.json");
    private static final Path SHIPPED = Path.of("target", "lib");
    private static final Pattern CLASSIFIER = Pattern.compile("[?&]classifier=([^&]+)");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** What is listed: group, artifact and version. */
    private record Component(String group, String artifact, String version) {
        String name() {
            return group + ":" + artifact;
        }
    }

    private String text = "";

    @SuppressWarnings("NullAway.Init")
    private JsonNode bill;

    private final List<Component> components = new ArrayList<>();

    @BeforeAll
    void read() throws IOException {
        text = Files.readString(BILL);
        bill = JsonMapper.shared().readTree(text);
        for (JsonNode component : bill.path("components")) {
            components.add(new Component(
                    component.path("group").asString(),
                    component.path("name").asString(),
                    component.path("version").asString()));
        }
    }

    @Test
    void itListsAllThatIsShippedAndNothingElse() throws IOException {
        Set<String> listed = new TreeSet<>();
        listed.add(file(bill.path("metadata").path("component")));
        bill.path("components").forEach(component -> listed.add(file(component)));
        Set<String> shipped = new TreeSet<>();
        try (Stream<Path> files = Files.list(SHIPPED)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".jar"))
                    .forEach(shipped::add);
        }

        assertThat(listed).isEqualTo(shipped);
    }

    @Test
    void eachLibraryHasAVersionALicenceAndADigest() {
        for (JsonNode component : bill.path("components")) {
            assertThat(component.path("purl").asString()).startsWith("pkg:maven/");
            assertThat(component.path("version").asString())
                    .isNotEmpty()
                    .doesNotContain("SNAPSHOT")
                    .matches(version -> !version.contains("[") && !version.contains("("));
            assertThat(component.path("licenses").size())
                    .as(component.path("purl").asString())
                    .isPositive();
            boolean own = component.path("group").asString().equals("org.ambergate");
            assertThat(own || component.path("hashes").size() > 0).isTrue();
        }
    }

    @Test
    void noLibraryIsListedInTwoVersions() {
        assertThat(components.stream().distinct().map(Component::name)).doesNotHaveDuplicates();
    }

    @Test
    void itIsTheSameForEveryBuildAndNamesNoMachine() throws IOException {
        assertThat(bill.has("serialNumber")).isFalse();
        assertThat(bill.path("metadata").path("timestamp").asString("")).isIn("", "2026-11-23T00:00:00Z");
        assertThat(text)
                .doesNotContain(Path.of("..").toRealPath().toString())
                .doesNotContain(System.getProperty("user.home") + "/")
                .doesNotContain("file:")
                .doesNotContain("localhost");
    }

    @Test
    void noLibraryIsOlderThanItsFloor() throws IOException {
        Map<String, String> floors = floors();
        Set<String> used = new TreeSet<>();
        for (Component component : components) {
            floor(component, floors, used)
                    .ifPresent(floor -> assertThat(isAtLeast(component.version(), floor))
                            .as("%s %s is at least %s", component.name(), component.version(), floor)
                            .isTrue());
        }
        assertThat(used).isEqualTo(floors.keySet());
    }

    @Test
    void versionsAreComparedByTheirNumbers() {
        assertThat(isAtLeast("4.2.18.Final", "4.2.18.Final")).isTrue();
        assertThat(isAtLeast("4.10.0.Final", "4.2.18.Final")).isTrue();
        assertThat(isAtLeast("4.2.9.Final", "4.2.18.Final")).isFalse();
        assertThat(isAtLeast("1.83", "1.83.1")).isFalse();
        assertThat(isAtLeast("1.83.1", "1.83")).isTrue();
    }

    /** The name of the file; one library may have several, for different processors. */
    private static String file(JsonNode component) {
        String artifact = component.path("name").asString() + "-"
                + component.path("version").asString();
        Matcher classifier = CLASSIFIER.matcher(component.path("purl").asString());
        return artifact + (classifier.find() ? "-" + classifier.group(1) : "") + ".jar";
    }

    private static Optional<String> floor(Component component, Map<String, String> floors, Set<String> used) {
        for (String key : List.of(component.name(), component.group() + ":*")) {
            String floor = floors.get(key);
            if (floor != null) {
                used.add(key);
                return Optional.of(floor);
            }
        }
        return Optional.empty();
    }

    private static Map<String, String> floors() throws IOException {
        try (InputStream in = BillOfMaterialsCheck.class.getResourceAsStream("floors.txt")) {
            Map<String, String> floors = new LinkedHashMap<>();
            new String(Optional.ofNullable(in).orElseThrow().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> SPACE.split(line, 3))
                    .forEach(words -> floors.put(words[0], words[1]));
            return floors;
        }
    }

    /** Compares number by number; what is no number, such as {@code Final}, says nothing about age. */
    private static boolean isAtLeast(String version, String floor) {
        List<Integer> ours = numbers(version);
        List<Integer> least = numbers(floor);
        for (int i = 0; i < Math.max(ours.size(), least.size()); i++) {
            int difference = (i < ours.size() ? ours.get(i) : 0) - (i < least.size() ? least.get(i) : 0);
            if (difference != 0) {
                return difference > 0;
            }
        }
        return true;
    }

    private static List<Integer> numbers(String version) {
        return Pattern.compile("[.-]")
                .splitAsStream(version)
                .filter(part -> part.matches("\\d{1,9}"))
                .map(Integer::valueOf)
                .toList();
    }
}

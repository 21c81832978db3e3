package org.ambergate.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A settings file (YAML) read key by key. Each key is asked for once with its type and default; {@link #refuseUnknown}
 * then names every key that nobody asked for, so that a misspelt one is an error and not a silent default.
 */
public final class SettingsTree {
    /** Larger files are no settings files; keeps a mistaken path from being read into memory. */
    static final long FILE_BYTES_MAX = 4 * 1024 * 1024;

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(B|KiB|MiB|GiB)");

    private final String where;
    private final @Nullable JsonNode node;
    private final TreeSet<String> asked = new TreeSet<>();
    private final List<SettingsTree> children = new ArrayList<>();

    private SettingsTree(String where, @Nullable JsonNode node) {
        this.where = where;
        this.node = node;
    }

    /**
     * Reads a file.
     *
     * @throws SettingsException if it cannot be read or is not a YAML mapping
     */
    public static SettingsTree read(Path file) throws SettingsException {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new SettingsException(file + " is larger than " + FILE_BYTES_MAX + " bytes");
            }
            JsonNode root = YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .readTree(Files.readAllBytes(file));
            if (!root.isObject()) {
                throw new SettingsException(file + " does not hold settings (key: value lines)");
            }
            return new SettingsTree("", root);
        } catch (IOException e) {
            throw new SettingsException("Cannot read " + file + ": " + e.getMessage());
        } catch (JacksonException e) {
            throw new SettingsException(file + " is not well-formed YAML: " + e.getOriginalMessage());
        }
    }

    /** The mapping under a key; an empty one if the key is absent. */
    public SettingsTree section(String key) throws SettingsException {
        JsonNode child = take(key);
        if (child != null && !child.isObject()) {
            throw new SettingsException(name(key) + " must hold key: value lines");
        }
        return child(name(key), child);
    }

    /** The mappings of the list under a key; none if the key is absent. */
    public List<SettingsTree> list(String key) throws SettingsException {
        JsonNode child = take(key);
        List<SettingsTree> items = new ArrayList<>();
        if (child == null) {
            return items;
        }
        if (!child.isArray()) {
            throw new SettingsException(name(key) + " must be a list");
        }
        for (JsonNode item : child) {
            String itemName = name(key) + "[" + items.size() + "]";
            if (!item.isObject()) {
                throw new SettingsException(itemName + " must hold key: value lines");
            }
            items.add(child(itemName, item));
        }
        return items;
    }

    /** The texts of the list under a key; none if the key is absent. */
    public List<String> texts(String key) throws SettingsException {
        JsonNode child = take(key);
        List<String> items = new ArrayList<>();
        if (child == null) {
            return items;
        }
        if (!child.isArray()) {
            throw new SettingsException(name(key) + " must be a list");
        }
        for (JsonNode item : child) {
            if (!item.isValueNode()) {
                throw new SettingsException(name(key) + " must be a list of texts");
            }
            items.add(item.asString());
        }
        return items;
    }

    /** Every key of this mapping; used where keys are names that the operator chooses. */
    public List<String> keys() {
        return node == null ? List.of() : List.copyOf(node.propertyNames());
    }

    public Optional<String> text(String key) throws SettingsException {
        JsonNode child = take(key);
        if (child == null) {
            return Optional.empty();
        }
        if (!child.isValueNode()) {
            throw new SettingsException(name(key) + " must be a text");
        }
        return Optional.of(child.asString());
    }

    public String text(String key, String byDefault) throws SettingsException {
        return text(key).orElse(byDefault);
    }

    public String requiredText(String key) throws SettingsException {
        return text(key).orElseThrow(() -> new SettingsException(name(key) + " is missing"));
    }

    public boolean flag(String key, boolean byDefault) throws SettingsException {
        Optional<String> value = text(key);
        if (value.isEmpty()) {
            return byDefault;
        }
        return switch (value.get()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new SettingsException(name(key) + " must be true or false");
        };
    }

    public int integer(String key, int byDefault, int min, int max) throws SettingsException {
        Optional<String> value = text(key);
        int number;
        try {
            number = value.isEmpty() ? byDefault : Integer.parseInt(value.get());
        } catch (NumberFormatException e) {
            throw new SettingsException(name(key) + " must be a whole number");
        }
        if (number < min || number > max) {
            throw new SettingsException(name(key) + " must lie between " + min + " and " + max);
        }
        return number;
    }

    /** A duration, if there is one. */
    public Optional<Duration> duration(String key, Duration min, Duration max) throws SettingsException {
        return text(key).isEmpty() ? Optional.empty() : Optional.of(duration(key, min, min, max));
    }

    /** A duration such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h} or {@code 7d}. */
    public Duration duration(String key, Duration byDefault, Duration min, Duration max) throws SettingsException {
        Optional<String> value = text(key);
        Duration duration = byDefault;
        if (value.isPresent()) {
            Matcher matcher = DURATION.matcher(value.get().strip());
            if (!matcher.matches()) {
                throw new SettingsException(name(key) + " must be a duration such as 30s, 5m or 500ms");
            }
            long amount = Long.parseLong(matcher.group(1));
            duration = switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        }
        if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            throw new SettingsException(name(key) + " must lie between " + min + " and " + max);
        }
        return duration;
    }

    /** A size in bytes such as {@code 64KiB}, {@code 10MiB} or {@code 0B}. */
    public long bytes(String key, long byDefault, long min, long max) throws SettingsException {
        Optional<String> value = text(key);
        long bytes = byDefault;
        if (value.isPresent()) {
            Matcher matcher = SIZE.matcher(value.get().strip());
            if (!matcher.matches()) {
                throw new SettingsException(name(key) + " must be a size such as 64KiB or 10MiB");
            }
            long unit = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                case "b" -> 1L;
                case "kib" -> 1L << 10;
                case "mib" -> 1L << 20;
                default -> 1L << 30;
            };
            bytes = Long.parseLong(matcher.group(1)) * unit;
        }
        if (bytes < min || bytes > max) {
            throw new SettingsException(name(key) + " must lie between " + min + " and " + max + " bytes");
        }
        return bytes;
    }

    /**
     * Refuses keys that were never asked for, here and in the sections taken from here.
     *
     * @throws SettingsException naming the first unknown key and the keys that exist beside it
     */
    public void refuseUnknown() throws SettingsException {
        for (String key : keys()) {
            if (!asked.contains(key)) {
                throw new SettingsException(name(key) + " is not a setting; known here: " + String.join(", ", asked));
            }
        }
        for (SettingsTree child : children) {
            child.refuseUnknown();
        }
    }

    /** An error about the key, worded like the others. */
    public SettingsException wrong(String key, String expectation) {
        return new SettingsException(name(key) + " " + expectation);
    }

    private SettingsTree child(String name, @Nullable JsonNode child) {
        SettingsTree tree = new SettingsTree(name, child);
        children.add(tree);
        return tree;
    }

    private @Nullable JsonNode take(String key) {
        asked.add(key);
        JsonNode child = node == null ? null : node.get(key);
        return child == null || child.isNull() ? null : child;
    }

    private String name(String key) {
        return where.isEmpty() ? key : where + "." + key;
    }
}

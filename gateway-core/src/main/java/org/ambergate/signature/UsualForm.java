package org.ambergate.signature;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.ambergate.signature.XmlElement.Attribute;
import org.ambergate.signature.XmlElement.Declaration;

/**
 * Writes the inclusive canonical form of the shape that signatures have: every namespace is declared above or on the
 * element, none below it (Canonical XML 1.0, sections 2.2 to 2.4). Other shapes are the library's.
 */
final class UsualForm {
    // What canonical XML takes for an absolute name; others it refuses.
    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[\\x21-\\x7E]+");
    private static final Comparator<Attribute> BY_NAME =
            Comparator.comparing(Attribute::namespace).thenComparing(Attribute::localName);

    private final StringBuilder out = new StringBuilder(4096);

    private UsualForm() {}

    /** The canonical form, or nothing if the element is of another shape. */
    static Optional<byte[]> of(XmlElement element) {
        Map<String, String> inScope = inScope(element);
        boolean absolute =
                inScope.values().stream().allMatch(uri -> ABSOLUTE.matcher(uri).matches());
        if (!absolute || declaresBelow(element)) {
            return Optional.empty();
        }
        UsualForm form = new UsualForm();
        form.write(element, inScope);
        return Optional.of(form.out.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** By prefix, sorted as the canonical form sorts them; the nearest declaration counts. */
    private static Map<String, String> inScope(XmlElement element) {
        Map<String, String> inScope = new TreeMap<>();
        Optional<XmlElement> level = Optional.of(element);
        while (level.isPresent()) {
            for (Declaration declaration : level.get().declarations()) {
                inScope.putIfAbsent(declaration.prefix(), declaration.uri());
            }
            level = level.get().parent();
        }
        return inScope;
    }

    private static boolean declaresBelow(XmlElement element) {
        for (XmlNode node : element.children()) {
            if (node instanceof XmlElement child && (!child.declarations().isEmpty() || declaresBelow(child))) {
                return true;
            }
        }
        return false;
    }

    /** Recursion is bounded by the depth of a document that was read. */
    private void write(XmlElement element, Map<String, String> declared) {
        out.append('<').append(element.qualifiedName());
        declared.forEach((prefix, uri) -> attribute(prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, uri));
        for (Attribute attribute : sorted(element.attributes())) {
            attribute(attribute.qualifiedName(), attribute.value());
        }
        out.append('>');
        for (XmlNode node : element.children()) {
            if (node instanceof XmlElement child) {
                write(child, Map.of());
            } else if (node instanceof XmlText text) {
                CanonicalText.append(out, text.value());
            }
        }
        out.append("</").append(element.qualifiedName()).append('>');
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        CanonicalText.appendAttribute(out, value);
        out.append('"');
    }

    private static List<Attribute> sorted(List<Attribute> attributes) {
        if (attributes.size() < 2) {
            return attributes;
        }
        List<Attribute> sorted = new ArrayList<>(attributes);
        sorted.sort(BY_NAME);
        return sorted;
    }
}

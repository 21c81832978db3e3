package org.ambergate.asic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.ambergate.digest.DigestAlgorithm;

/** Compares both manifests with the container. X-Road reads neither, and neither is signed. */
final class ManifestCheck {
    private static final Pattern PATH = Pattern.compile("full-path=\"([^\"]*)\"");
    private static final String ASIC = "http://uri.etsi.org/2918/v1.2.1#";

    private ManifestCheck() {}

    static List<Finding> findings(AsicContainer container) {
        List<Finding> findings = new ArrayList<>();
        Optional<byte[]> asic = container.content(AsicContainer.ASIC_MANIFEST);
        if (asic.isPresent() && !fits(asic.get(), container)) {
            findings.add(new Finding(
                    FindingCode.MANIFEST_MISMATCH,
                    AsicContainer.ASIC_MANIFEST + " names another time-stamp, file or digest than the container has"));
        }
        Optional<byte[]> list = container.content(AsicContainer.MANIFEST);
        if (list.isEmpty()) {
            findings.add(new Finding(FindingCode.FILE_LIST_MISMATCH, AsicContainer.MANIFEST + " is missing"));
        } else if (!listed(list.get()).equals(expected(container))) {
            findings.add(new Finding(
                    FindingCode.FILE_LIST_MISMATCH, AsicContainer.MANIFEST + " lists other files than there are"));
        }
        return findings;
    }

    /** The attributes and the text that count, each of which may stand there once. */
    private static boolean fits(byte[] manifest, AsicContainer container) {
        Optional<byte[]> result = container.content(AsicContainer.TIMESTAMP_CHAIN_RESULT);
        Optional<Map<String, String>> values = values(manifest);
        if (result.isEmpty() || values.isEmpty()) {
            return false;
        }
        Optional<DigestAlgorithm> algorithm = DigestAlgorithm.byUri(values.get().getOrDefault("DigestMethod", ""))
                .filter(DigestAlgorithm::isStrong);
        return algorithm.isPresent()
                && AsicContainer.TIMESTAMP.equals(values.get().get("SigReference"))
                && AsicContainer.TIMESTAMP_CHAIN_RESULT.equals(values.get().get("DataObjectReference"))
                && algorithm.get().of(result.get()).base64().equals(values.get().get("DigestValue"));
    }

    private static Optional<Map<String, String>> values(byte[] manifest) {
        Map<String, String> values = new HashMap<>();
        try {
            XMLStreamReader reader = XmlEvents.reader(manifest);
            while (reader.hasNext()) {
                if (XmlEvents.next(reader) == XMLStreamConstants.START_ELEMENT) {
                    String name = reader.getLocalName();
                    boolean root = values.isEmpty();
                    boolean known = !root || (name.equals("ASiCManifest") && ASIC.equals(reader.getNamespaceURI()));
                    if (!known || values.put(name, value(reader, name)) != null) {
                        return Optional.empty();
                    }
                }
            }
            return Optional.of(values);
        } catch (XMLStreamException | RuntimeException e) {
            // Also what the parser finds late; such a manifest fits nothing.
            return Optional.empty();
        }
    }

    private static String value(XMLStreamReader reader, String name) throws XMLStreamException {
        return switch (name) {
            case "SigReference", "DataObjectReference" -> String.valueOf(reader.getAttributeValue(null, "URI"));
            case "DigestMethod" -> String.valueOf(reader.getAttributeValue(null, "Algorithm"));
            case "DigestValue" -> reader.getElementText().strip();
            default -> "";
        };
    }

    private static Set<String> listed(byte[] manifest) {
        Set<String> paths = new TreeSet<>();
        Matcher matcher = PATH.matcher(new String(manifest, StandardCharsets.UTF_8));
        while (matcher.find()) {
            paths.add(matcher.group(1));
        }
        return paths;
    }

    private static Set<String> expected(AsicContainer container) {
        Set<String> paths = new TreeSet<>(Set.of("/"));
        container.entries().stream()
                .map(AsicEntry::name)
                .filter(name -> !name.startsWith("META-INF/") && !name.equals(AsicContainer.MIME_TYPE_ENTRY))
                .forEach(paths::add);
        return paths;
    }
}

package org.ambergate.signature;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.message.MessageDigests;

/**
 * Builds the hash tree over the messages of a batch and each message's chain through it (evidence specification, section
 * 3.3). Always SHA-512.
 */
final class HashChainBuilder {
    private static final DigestAlgorithm ALGORITHM = DigestAlgorithm.SHA512;
    private static final String HEADER = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    private static final String METHOD = "DigestMethod Algorithm=\"" + ALGORITHM.uri() + "\"/>";
    private static final String NAMESPACES = " xmlns=\"" + XmlNames.HASH_CHAIN + "\" xmlns:ds=\"" + XmlNames.DS + "\"";

    private final List<MessageDigests> messages;
    private final ChainNames names;
    // levels.get(0) are the leaves; each further level pairs the one before; the last one holds the top alone.
    private final List<List<Digest>> levels = new ArrayList<>();

    HashChainBuilder(List<MessageDigests> messages, ChainNames names) {
        this.messages = List.copyOf(messages);
        this.names = names;
        List<Digest> level = this.messages.stream().map(HashChainBuilder::leaf).toList();
        levels.add(level);
        while (level.size() > 1) {
            level = parents(level);
            levels.add(level);
        }
    }

    /** The document that the signature references, UTF-8. */
    byte[] result() {
        String xml = HEADER + "<HashChainResult" + NAMESPACES + " URI=\"" + names.chain() + "#STEP0\"><ds:" + METHOD
                + digestValue(top()) + "</HashChainResult>";
        return xml.getBytes(StandardCharsets.UTF_8);
    }

    private Digest top() {
        Digest top = levels.get(levels.size() - 1).get(0);
        // A lone leaf of one part is no step yet, and the result must name one.
        boolean lone = levels.size() == 1 && !isOwnStep(messages.get(0));
        return lone ? StepValue.of(ALGORITHM, List.of(top)) : top;
    }

    /** One message's own chain, UTF-8. */
    byte[] chain(int index) {
        StringBuilder xml = new StringBuilder(2048);
        xml.append(HEADER)
                .append("<HashChain")
                .append(NAMESPACES)
                .append("><Default")
                .append(METHOD);
        appendSteps(xml, index);
        return xml.append("</HashChain>").toString().getBytes(StandardCharsets.UTF_8);
    }

    private void appendSteps(StringBuilder xml, int index) {
        boolean ownStep = isOwnStep(messages.get(index));
        int step = 0;
        for (int height = levels.size() - 2; height >= 0; height--) {
            int position = index >> height;
            List<Digest> level = levels.get(height);
            int sibling = position ^ 1;
            if (sibling >= level.size()) {
                // An odd last node is promoted unhashed, so it makes no step.
                continue;
            }
            boolean lowest = isLeafFrom(height, index);
            String own = lowest && !ownStep
                    ? dataRef(names.part(0), messages.get(index).message())
                    : "<StepRef URI=\"#STEP" + (step + 1) + "\"/>";
            String other = "<HashValue>" + digestValue(level.get(sibling)) + "</HashValue>";
            String children = position < sibling ? own + other : other + own;
            xml.append("<HashStep id=\"STEP")
                    .append(step)
                    .append("\">")
                    .append(children)
                    .append("</HashStep>");
            step++;
        }
        if (ownStep || step == 0) {
            appendOwnStep(xml, step, messages.get(index));
        }
    }

    /** Whether no step follows below this height: from here down the node was only promoted. */
    private boolean isLeafFrom(int height, int index) {
        for (int below = height - 1; below >= 0; below--) {
            if (((index >> below) ^ 1) < levels.get(below).size()) {
                return false;
            }
        }
        return true;
    }

    private void appendOwnStep(StringBuilder xml, int step, MessageDigests message) {
        xml.append("<HashStep id=\"STEP").append(step).append("\">");
        xml.append(dataRef(names.part(0), message.message()));
        for (int i = 0; i < message.attachments().size(); i++) {
            xml.append(dataRef(names.part(i + 1), message.attachments().get(i)));
        }
        xml.append("</HashStep>");
    }

    private static boolean isOwnStep(MessageDigests message) {
        return !message.attachments().isEmpty();
    }

    private static Digest leaf(MessageDigests message) {
        if (!isOwnStep(message)) {
            return message.message();
        }
        List<Digest> parts = new ArrayList<>();
        parts.add(message.message());
        parts.addAll(message.attachments());
        return StepValue.of(ALGORITHM, parts);
    }

    private static List<Digest> parents(List<Digest> level) {
        List<Digest> parents = new ArrayList<>((level.size() + 1) / 2);
        for (int i = 0; i + 1 < level.size(); i += 2) {
            parents.add(StepValue.of(ALGORITHM, level.subList(i, i + 2)));
        }
        if (level.size() % 2 == 1) {
            parents.add(level.get(level.size() - 1));
        }
        return parents;
    }

    private static String dataRef(String uri, Digest digest) {
        return "<DataRef URI=\"" + uri + "\">" + digestValue(digest) + "</DataRef>";
    }

    private static String digestValue(Digest digest) {
        return "<ds:DigestValue>" + digest.base64() + "</ds:DigestValue>";
    }
}

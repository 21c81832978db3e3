package org.ambergate.signature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An element of a signature document as it was read, with all that canonical XML needs. Only {@link SecureXml} makes
 * them; when it has finished, nothing changes any more.
 */
final class XmlElement implements XmlNode {
    private final @Nullable XmlElement parent;
    private final String namespace;
    private final String localName;
    private final String qualifiedName;
    private final List<Declaration> declarations = new ArrayList<>(0);
    private final List<Attribute> attributes = new ArrayList<>(2);
    private final List<XmlNode> children = new ArrayList<>(4);

    /**
     * A namespace declaration.
     *
     * @param prefix the prefix; empty for the default namespace
     * @param uri the name; empty if the default namespace is taken back
     */
    record Declaration(String prefix, String uri) {}

    /**
     * An attribute that declares no namespace.
     *
     * @param namespace its namespace; empty for none
     * @param localName its name without prefix
     * @param qualifiedName its name as written
     * @param value its value, normalised
     */
    record Attribute(String namespace, String localName, String qualifiedName, String value) {}

    /** @param namespace the namespace; empty for none */
    XmlElement(@Nullable XmlElement parent, String namespace, String localName, String prefix) {
        this.parent = parent;
        this.namespace = namespace;
        this.localName = localName;
        this.qualifiedName = prefix.isEmpty() ? localName : prefix + ":" + localName;
    }

    void add(Declaration declaration) {
        declarations.add(declaration);
    }

    void add(Attribute attribute) {
        attributes.add(attribute);
    }

    void add(XmlNode child) {
        children.add(child);
    }

    Optional<XmlElement> parent() {
        return Optional.ofNullable(parent);
    }

    String namespace() {
        return namespace;
    }

    String localName() {
        return localName;
    }

    String qualifiedName() {
        return qualifiedName;
    }

    /** The declarations that stand in this element's own tag, as written. */
    List<Declaration> declarations() {
        return declarations;
    }

    List<Attribute> attributes() {
        return attributes;
    }

    /** The value of an attribute without a namespace. */
    Optional<String> attribute(String name) {
        for (Attribute attribute : attributes) {
            if (attribute.namespace().isEmpty() && attribute.localName().equals(name)) {
                return Optional.of(attribute.value());
            }
        }
        return Optional.empty();
    }

    List<XmlNode> children() {
        return children;
    }
}

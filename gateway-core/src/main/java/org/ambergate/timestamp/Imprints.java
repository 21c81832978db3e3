package org.ambergate.timestamp;

import java.util.Map;
import java.util.Optional;
import org.ambergate.digest.DigestAlgorithm;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/** The digest algorithms that time-stamps may use: SHA-256, SHA-384, SHA-512. */
final class Imprints {
    private static final Map<DigestAlgorithm, ASN1ObjectIdentifier> OIDS = Map.of(
            DigestAlgorithm.SHA256, NISTObjectIdentifiers.id_sha256,
            DigestAlgorithm.SHA384, NISTObjectIdentifiers.id_sha384,
            DigestAlgorithm.SHA512, NISTObjectIdentifiers.id_sha512);

    private Imprints() {}

    static ASN1ObjectIdentifier oid(DigestAlgorithm algorithm) {
        @Nullable ASN1ObjectIdentifier oid = OIDS.get(algorithm);
        if (oid == null) {
            throw new IllegalArgumentException("No time-stamp may rest on " + algorithm);
        }
        return oid;
    }

    /** Empty unless it is one of the accepted ones, without parameters or with NULL ones. */
    static Optional<DigestAlgorithm> algorithm(AlgorithmIdentifier identifier) {
        @Nullable ASN1Encodable parameters = identifier.getParameters();
        if (parameters != null && !DERNull.INSTANCE.equals(parameters)) {
            return Optional.empty();
        }
        return OIDS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(identifier.getAlgorithm()))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}

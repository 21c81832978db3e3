package org.ambergate.differential;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ambergate.differential.ContainerMutator.Entry;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponse;

/** Why DSS may refuse a changed container that we accept; {@code docs/evidence.md} says the same at greater length. */
enum WrittenReason {
    /** {@code META-INF/manifest.xml} is missing. Nobody signs it; we note that it is missing, DSS wants it. */
    NO_FILE_LIST,

    /**
     * The certificates that an OCSP response holds beside its signed data were changed, and nothing else. The signer is a
     * responder that the configuration lists, so none of them is needed; DSS reads them all.
     */
    CERTIFICATES_BESIDE_AN_OCSP_RESPONSE;

    private static final String FILE_LIST = "META-INF/manifest.xml";
    private static final String SIGNATURES = "META-INF/signatures.xml";
    private static final Pattern OCSP_VALUE =
            Pattern.compile("(<(?:[a-z0-9]+:)?EncapsulatedOCSPValue[^>]*>)([^<]*)(</)");

    /** The reason that fits a change, if one does. */
    static Optional<WrittenReason> of(byte[] original, byte[] changed) {
        List<Entry> before = ContainerMutator.entries(original);
        List<Entry> after = ContainerMutator.entries(changed);
        List<Entry> unlisted =
                before.stream().filter(entry -> !entry.name().equals(FILE_LIST)).toList();
        if (unlisted.size() == after.size() && differsOnlyBesideOcsp(unlisted, after)) {
            return Optional.of(NO_FILE_LIST);
        }
        return before.size() == after.size() && differsOnlyBesideOcsp(before, after)
                ? Optional.of(CERTIFICATES_BESIDE_AN_OCSP_RESPONSE)
                : Optional.empty();
    }

    private static boolean differsOnlyBesideOcsp(List<Entry> before, List<Entry> after) {
        for (int i = 0; i < before.size(); i++) {
            Entry one = before.get(i);
            Entry other = after.get(i);
            boolean same = Arrays.equals(one.content(), other.content());
            if (!one.name().equals(other.name())
                    || (!same && !(one.name().equals(SIGNATURES) && sameButForOcsp(text(one), text(other))))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameButForOcsp(String one, String other) {
        Matcher before = OCSP_VALUE.matcher(one);
        Matcher after = OCSP_VALUE.matcher(other);
        if (!before.replaceAll("$1$3").equals(after.replaceAll("$1$3"))) {
            return false;
        }
        before.reset();
        after.reset();
        while (before.find()) {
            if (!after.find() || !sameSignedData(before.group(2), after.group(2))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameSignedData(String one, String other) {
        try {
            BasicOCSPResponse before = basic(one);
            BasicOCSPResponse after = basic(other);
            return before.getTbsResponseData().equals(after.getTbsResponseData())
                    && before.getSignatureAlgorithm().equals(after.getSignatureAlgorithm())
                    && before.getSignature().equals(after.getSignature());
        } catch (IllegalArgumentException | IllegalStateException e) {
            return false;
        }
    }

    private static BasicOCSPResponse basic(String base64) {
        byte[] der = Base64.getMimeDecoder().decode(base64);
        return BasicOCSPResponse.getInstance(
                OCSPResponse.getInstance(der).getResponseBytes().getResponse().getOctets());
    }

    private static String text(Entry entry) {
        return new String(entry.content(), StandardCharsets.ISO_8859_1);
    }
}

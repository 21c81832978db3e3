package org.ambergate.asic;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be found out about a container, and what it means for the verdict: the one table from which every
 * verdict comes. {@code docs/evidence.md} is checked against it. Codes that X-Road has too bear its names.
 */
public enum FindingCode {
    // The ZIP file
    NOT_A_CONTAINER(SubIndication.FORMAT_FAILURE, "The file is not a complete ZIP file."),
    SURROUNDING_DATA(SubIndication.FORMAT_FAILURE, "Bytes stand before, between or behind the entries."),
    OVERLAPPING_ENTRIES(SubIndication.FORMAT_FAILURE, "Entries share bytes."),
    DUPLICATE_ENTRY(SubIndication.FORMAT_FAILURE, "Two entries have one name."),
    CASE_VARIANT_ENTRY(SubIndication.FORMAT_FAILURE, "The names of two entries differ in case alone."),
    HEADER_MISMATCH(SubIndication.FORMAT_FAILURE, "An entry's two headers contradict each other."),
    UNSAFE_NAME(SubIndication.FORMAT_FAILURE, "An entry's name is a path that leads elsewhere, or is not plain."),
    NAME_TOO_LONG(SubIndication.FORMAT_FAILURE, "An entry's name is too long."),
    TOO_MANY_ENTRIES(SubIndication.FORMAT_FAILURE, "The container has too many entries."),
    UNSUPPORTED_ZIP(SubIndication.FORMAT_FAILURE, "The ZIP file uses what containers never use."),
    CORRUPT_ENTRY(SubIndication.FORMAT_FAILURE, "An entry's content is not the one that its header announces."),
    CONTAINER_TOO_LARGE(Indication.INDETERMINATE, SubIndication.GENERIC, "The container exceeds the size limit."),
    COMPRESSION_RATIO(Indication.INDETERMINATE, SubIndication.GENERIC, "An entry expands beyond the ratio limit."),

    // What is in it
    ASIC_MIME_TYPE_NOT_FOUND(SubIndication.FORMAT_FAILURE, "The first entry is not the MIME type."),
    ASIC_INVALID_MIME_TYPE(SubIndication.FORMAT_FAILURE, "The MIME type is not that of a container."),
    ASIC_MESSAGE_NOT_FOUND(Indication.INDETERMINATE, SubIndication.SIGNED_DATA_NOT_FOUND, "The message is missing."),
    ASIC_SIGNATURE_NOT_FOUND(SubIndication.FORMAT_FAILURE, "The signature is missing."),
    SEVERAL_SIGNATURES(SubIndication.FORMAT_FAILURE, "The container holds more than one signature file."),
    ASIC_HASH_CHAIN_NOT_FOUND(SubIndication.FORMAT_FAILURE, "A hash chain is missing beside its result."),
    ASIC_HASH_CHAIN_RESULT_NOT_FOUND(SubIndication.FORMAT_FAILURE, "A hash chain's result is missing beside it."),
    ASIC_TIMESTAMP_NOT_FOUND(Indication.INDETERMINATE, SubIndication.NO_POE, "The time-stamp is missing."),
    AMBIGUOUS_TIMESTAMP(
            SubIndication.FORMAT_FAILURE, "The container holds a time-stamp in both forms, or parts of one."),
    MANIFEST_MISMATCH(SubIndication.HASH_FAILURE, "ASiCManifest.xml does not fit what it speaks about."),
    PART_NOT_COVERED(SubIndication.FORMAT_FAILURE, "The signature covers no part of a name that the container has."),
    MESSAGE_UNREADABLE(
            Indication.INDETERMINATE, SubIndication.SIG_CONSTRAINTS_FAILURE, "The message does not say who sent it."),
    BODY_NOT_CONTAINED(
            Indication.INDETERMINATE,
            SubIndication.SIGNED_DATA_NOT_FOUND,
            "The body was signed but is not in the container."),

    // The signature; X-Road's codes
    INVALID_XML(SubIndication.FORMAT_FAILURE, "The signature is not well-formed XML, or holds what is forbidden."),
    MALFORMED_SIGNATURE(SubIndication.FORMAT_FAILURE, "The signature does not have its form, or does not cover all."),
    UNSUPPORTED_ALGORITHM(
            Indication.INDETERMINATE,
            SubIndication.CRYPTO_CONSTRAINTS_FAILURE,
            "An algorithm or key is not strong enough or not known."),
    INVALID_REFERENCE(
            Indication.INDETERMINATE,
            SubIndication.SIGNED_DATA_NOT_FOUND,
            "Something that was signed is not in the container."),
    DIGEST_MISMATCH(SubIndication.HASH_FAILURE, "What was signed is not what the container holds."),
    INVALID_SIGNATURE_VALUE(SubIndication.SIG_CRYPTO_FAILURE, "The signature value is wrong."),
    INVALID_HASH_CHAIN(SubIndication.HASH_FAILURE, "A hash chain does not lead from the content to its result."),
    MALFORMED_HASH_CHAIN(SubIndication.FORMAT_FAILURE, "A hash chain does not have its form."),
    INVALID_HASH_CHAIN_REF(SubIndication.FORMAT_FAILURE, "A hash chain refers to a step that is not there."),
    HASHCHAIN_UNUSED_INPUTS(SubIndication.FORMAT_FAILURE, "A part of the message is not covered by the hash chain."),

    // Who signed; X-Road's codes, cert_validation in parts
    INVALID_CERTIFICATE(
            Indication.INDETERMINATE,
            SubIndication.NO_SIGNING_CERTIFICATE_FOUND,
            "The signing certificate cannot be read or lacks what names its owner."),
    INCORRECT_CERTIFICATE(
            Indication.INDETERMINATE,
            SubIndication.SIG_CONSTRAINTS_FAILURE,
            "Somebody else signed than the member whom the message names."),
    CANNOT_CREATE_CERT_PATH(
            Indication.INDETERMINATE,
            SubIndication.NO_CERTIFICATE_CHAIN_FOUND,
            "No approved authority issued the signing certificate."),
    CERTIFICATE_EXPIRED(
            Indication.INDETERMINATE,
            SubIndication.OUT_OF_BOUNDS_NO_POE,
            "The signing certificate had expired before the proven time."),
    CERTIFICATE_NOT_YET_VALID(
            SubIndication.NOT_YET_VALID, "The signature existed before the signing certificate was valid."),
    CERTIFICATE_REVOKED(SubIndication.REVOKED, "The signing certificate was revoked before it signed."),
    CERTIFICATE_REVOKED_LATER(
            Indication.INDETERMINATE,
            SubIndication.REVOKED_NO_POE,
            "The signing certificate was revoked; whether before it signed is not proven."),
    CERT_VALIDATION(
            Indication.INDETERMINATE,
            SubIndication.CHAIN_CONSTRAINTS_FAILURE,
            "The signing certificate's path or status does not hold."),
    INCORRECT_VALIDATION_INFO(
            Indication.INDETERMINATE,
            SubIndication.TRY_LATER,
            "No OCSP response vouches for the signing certificate at the proven time."),

    // The time-stamp
    TIMESTAMP_UNREADABLE(SubIndication.FORMAT_FAILURE, "The time-stamp token cannot be read."),
    TIMESTAMP_IMPRINT_MISMATCH(SubIndication.HASH_FAILURE, "The time-stamp is for other data."),
    TIMESTAMP_SIGNATURE_INVALID(SubIndication.SIG_CRYPTO_FAILURE, "The time-stamp's own signature is wrong."),
    TIMESTAMP_AUTHORITY_UNKNOWN(
            Indication.INDETERMINATE,
            SubIndication.NO_CERTIFICATE_CHAIN_FOUND,
            "No approved authority gave the time-stamp."),
    TIMESTAMP_CERTIFICATE_NOT_USABLE(
            Indication.INDETERMINATE,
            SubIndication.CHAIN_CONSTRAINTS_FAILURE,
            "The time-stamping authority's certificate did not allow it to give the time-stamp."),
    TIMESTAMP_ALGORITHM_UNSUPPORTED(
            Indication.INDETERMINATE,
            SubIndication.CRYPTO_CONSTRAINTS_FAILURE,
            "The time-stamp rests on an algorithm or key that is not strong enough or not known."),
    TIMESTAMP_BEFORE_SIGNATURE(
            Indication.INDETERMINATE,
            SubIndication.TIMESTAMP_ORDER_FAILURE,
            "The time-stamp is older than the time at which the signer claims to have signed."),
    UNKNOWN(
            Indication.INDETERMINATE,
            SubIndication.GENERIC,
            "A check failed for a reason that this table does not list."),

    // Notes, which change no verdict
    MIME_TYPE_COMPRESSED("The MIME type is compressed, as X-Road writes it; ETSI EN 319 162-1 wants it stored."),
    UNSIGNED_ENTRY("An entry is covered by no signature: it proves nothing."),
    ATTACHMENT_NOT_CONTAINED("A SOAP attachment was signed but is not in the container; X-Road 7.8 never keeps those."),
    FILE_LIST_MISMATCH("META-INF/manifest.xml does not list the container's files; it is signed by nobody.");

    private final Indication indication;
    private final @Nullable SubIndication subIndication;
    private final String meaning;

    FindingCode(SubIndication failure, String meaning) {
        this(Indication.TOTAL_FAILED, failure, meaning);
    }

    FindingCode(String note) {
        this(Indication.TOTAL_PASSED, null, note);
    }

    FindingCode(Indication indication, @Nullable SubIndication subIndication, String meaning) {
        this.indication = indication;
        this.subIndication = subIndication;
        this.meaning = meaning;
    }

    /** The best verdict possible with this finding. */
    public Indication indication() {
        return indication;
    }

    /** Empty for notes. */
    public Optional<SubIndication> subIndication() {
        return Optional.ofNullable(subIndication);
    }

    public boolean isNote() {
        return indication == Indication.TOTAL_PASSED;
    }

    /** What it means, in one sentence. */
    public String meaning() {
        return meaning;
    }

    /** The name in reports: lower snake case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}

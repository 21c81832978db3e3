package org.ambergate.pki;

import java.io.IOException;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.CertStatus;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extensions;
import org.jspecify.annotations.Nullable;

/**
 * What an OCSP response says: read, not yet believed. Only the first SingleResponse counts (transport specification,
 * section 7.3).
 *
 * @param subject the certificate it speaks about
 * @param status what it says about it
 * @param revokedAt since when it is revoked, if it is
 * @param times its three times
 * @param responder how it names its signer
 * @param embedded DER certificates inside it
 * @param signedBytes the bytes that the signature covers
 * @param algorithm the signature's algorithm
 * @param signature the signature's value
 */
record OcspResponse(
        CertID subject,
        Status status,
        Optional<Instant> revokedAt,
        Times times,
        ResponderID responder,
        List<byte[]> embedded,
        byte[] signedBytes,
        AlgorithmIdentifier algorithm,
        byte[] signature) {
    /** Longest response read, bytes. Real ones have 0.5 to 5 KiB. */
    static final int RESPONSE_BYTES_MAX = 32 * 1024;
    /** Most certificates looked at inside a response; each may cost a signature check. */
    static final int EMBEDDED_MAX = 4;

    private static final int TAG_GOOD = 0;
    private static final int TAG_REVOKED = 1;

    enum Status {
        GOOD,
        REVOKED,
        UNKNOWN
    }

    record Times(Instant producedAt, Instant thisUpdate, Optional<Instant> nextUpdate) {}

    /** @throws LocalFault {@code incorrect_validation_info} */
    static OcspResponse parse(byte[] der) throws LocalFault {
        if (der.length > RESPONSE_BYTES_MAX) {
            throw unreadable("An OCSP response is longer than " + RESPONSE_BYTES_MAX + " bytes");
        }
        try {
            return read(der);
        } catch (IOException | ParseException | RuntimeException e) {
            // Bouncy Castle reports a wrong structure by unchecked exceptions of many kinds.
            throw unreadable("An OCSP response cannot be read").causedBy(e);
        }
    }

    private static OcspResponse read(byte[] der) throws LocalFault, IOException, ParseException {
        byte[] inner = basic(der);
        BasicOCSPResponse basic = BasicOCSPResponse.getInstance(inner);
        ResponseData data = basic.getTbsResponseData();
        if (data.getResponses().size() == 0) {
            throw unreadable("An OCSP response answers nothing");
        }
        SingleResponse first = SingleResponse.getInstance(data.getResponses().getObjectAt(0));
        refuseCriticalExtensions(data.getResponseExtensions());
        refuseCriticalExtensions(first.getSingleExtensions());
        return new OcspResponse(
                first.getCertID(),
                status(first.getCertStatus()),
                revokedAt(first.getCertStatus()),
                times(data, first),
                data.getResponderID(),
                embedded(basic.getCerts()),
                // As received: the library's own encoding of what it read would forgive a changed tag.
                DerShape.firstInside(inner),
                basic.getSignatureAlgorithm(),
                basic.getSignature().getOctets());
    }

    private static byte[] basic(byte[] der) throws LocalFault {
        if (!DerShape.isOneValue(der)) {
            throw unreadable("An OCSP response is not one DER value");
        }
        OCSPResponse outer = OCSPResponse.getInstance(der);
        @Nullable ResponseBytes bytes = outer.getResponseBytes();
        if (outer.getResponseStatus().getIntValue() != OCSPResponseStatus.SUCCESSFUL || bytes == null) {
            throw unreadable("An OCSP responder answered with an error");
        }
        byte[] inner = bytes.getResponse().getOctets();
        if (!bytes.getResponseType().equals(OCSPObjectIdentifiers.id_pkix_ocsp_basic) || !DerShape.isOneValue(inner)) {
            throw unreadable("An OCSP response is not of the basic type");
        }
        return inner;
    }

    private static Status status(CertStatus status) {
        return switch (status.getTagNo()) {
            case TAG_GOOD -> Status.GOOD;
            case TAG_REVOKED -> Status.REVOKED;
            default -> Status.UNKNOWN;
        };
    }

    private static Optional<Instant> revokedAt(CertStatus status) throws ParseException {
        return status.getTagNo() == TAG_REVOKED
                ? Optional.of(RevokedInfo.getInstance(status.getStatus())
                        .getRevocationTime()
                        .getDate()
                        .toInstant())
                : Optional.empty();
    }

    private static Times times(ResponseData data, SingleResponse first) throws ParseException {
        @Nullable ASN1GeneralizedTime next = first.getNextUpdate();
        return new Times(
                data.getProducedAt().getDate().toInstant(),
                first.getThisUpdate().getDate().toInstant(),
                next == null ? Optional.empty() : Optional.of(next.getDate().toInstant()));
    }

    private static List<byte[]> embedded(@Nullable ASN1Sequence certificates) throws LocalFault, IOException {
        List<byte[]> out = new ArrayList<>();
        if (certificates == null) {
            return out;
        }
        if (certificates.size() > EMBEDDED_MAX) {
            throw unreadable("An OCSP response holds more than " + EMBEDDED_MAX + " certificates");
        }
        for (int i = 0; i < certificates.size(); i++) {
            out.add(Certificate.getInstance(certificates.getObjectAt(i)).getEncoded(ASN1Encoding.DER));
        }
        return out;
    }

    /** A critical extension changes what the response means, and none is known here. */
    private static void refuseCriticalExtensions(@Nullable Extensions extensions) throws LocalFault {
        if (extensions != null && extensions.hasAnyCriticalExtensions()) {
            throw unreadable("An OCSP response has a critical extension that is not known");
        }
    }

    private static LocalFault unreadable(String text) {
        return new LocalFault(VerificationFault.INCORRECT_VALIDATION_INFO, text);
    }
}

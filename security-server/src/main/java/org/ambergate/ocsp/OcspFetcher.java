package org.ambergate.ocsp;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.net.Deadline;
import org.ambergate.pki.Certificates;
import org.ambergate.pki.CertificationAuthority;
import org.ambergate.pki.OcspRequests;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches responses over the network and lets only valid ones through. Keeps nothing. */
final class OcspFetcher {
    private static final Logger LOG = LoggerFactory.getLogger(OcspFetcher.class);
    private static final int SUCCESS_FIRST = 200;
    private static final int SUCCESS_LAST = 299;

    /** Authorities list one or two responders; this bounds what a strange certificate can make us call. */
    private static final int RESPONDERS_MAX = 8;

    private final OcspCalls calls;
    private final int peerPort;

    OcspFetcher(OcspCalls calls, int peerPort) {
        this.calls = calls;
        this.peerPort = peerPort;
    }

    /**
     * Asks the responders of a certificate's authority one after the other, those of global configuration first.
     *
     * @throws LocalFault the last responder's failure; {@code cert_validation} as soon as one reports the certificate as
     *     revoked or unknown
     */
    CachedResponse fromResponder(X509Certificate certificate, OcspChecks checks, Instant now, Deadline deadline)
            throws LocalFault {
        CertificationAuthority issuer = checks.issuerOf(certificate);
        byte[] request = OcspRequests.encode(certificate, issuer.certificate());
        LocalFault failure = new LocalFault(
                VerificationFault.INCORRECT_VALIDATION_INFO, "No OCSP responder is known for the certificate");
        for (URI responder : responders(certificate, issuer)) {
            try {
                return checks.validated(certificate, ask(responder, request, deadline), now);
            } catch (LocalFault e) {
                LOG.warn(
                        "No valid OCSP response for certificate {} from {}: {}",
                        Certificates.sha256(certificate).hex(),
                        responder,
                        e.text());
                failure = e;
            }
            if (failure.code() == VerificationFault.CERT_VALIDATION) {
                // An authorised responder has spoken; another one that has not heard yet must not be asked.
                break;
            }
        }
        throw failure;
    }

    /** Asks a peer's port 5577 for the responses of its certificates, in one call. */
    List<CachedResponse> fromPeer(
            List<X509Certificate> certificates, String host, OcspChecks checks, Instant now, Deadline deadline)
            throws LocalFault {
        OcspCalls.Reply reply = calls.askPeer(peerUri(certificates, host), deadline);
        requireSuccess(reply);
        List<byte[]> parts = OcspMultipart.read(reply.contentType(), reply.body(), certificates.size());
        List<CachedResponse> responses = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            responses.add(checks.validated(certificates.get(i), parts.get(i), now));
        }
        return responses;
    }

    private byte[] ask(URI responder, byte[] request, Deadline deadline) throws LocalFault {
        OcspCalls.Reply reply = calls.askResponder(responder, request, deadline);
        requireSuccess(reply);
        if (reply.body().length > OcspMultipart.PART_BYTES_MAX) {
            throw new LocalFault(VerificationFault.INCORRECT_VALIDATION_INFO, "The OCSP response is too large");
        }
        return reply.body();
    }

    private static void requireSuccess(OcspCalls.Reply reply) throws LocalFault {
        if (reply.status() < SUCCESS_FIRST || reply.status() > SUCCESS_LAST) {
            throw new LocalFault(
                    GeneralFault.HTTP_ERROR, "OCSP responses were refused with HTTP status " + reply.status());
        }
    }

    private URI peerUri(List<X509Certificate> certificates, String host) throws LocalFault {
        List<String> parameters = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            parameters.add("cert=" + OcspCache.sha1(certificate).hex());
        }
        try {
            return new URI("http", null, host, peerPort, "/", String.join("&", parameters), null);
        } catch (URISyntaxException e) {
            throw new LocalFault(GeneralFault.UNKNOWN_HOST, "The peer's registered address is not a host name")
                    .causedBy(e);
        }
    }

    private static List<URI> responders(X509Certificate certificate, CertificationAuthority issuer) {
        Set<URI> responders = new LinkedHashSet<>(issuer.ocspUrls());
        responders.addAll(informationAccess(certificate));
        return responders.stream()
                .filter(uri -> uri.getScheme() != null
                        && uri.getScheme().toLowerCase(Locale.ROOT).matches("https?"))
                .limit(RESPONDERS_MAX)
                .toList();
    }

    /** The responders that the certificate itself names (RFC 5280, section 4.2.2.1). */
    private static List<URI> informationAccess(X509Certificate certificate) {
        List<URI> uris = new ArrayList<>();
        byte[] extension = certificate.getExtensionValue(Extension.authorityInfoAccess.getId());
        if (extension == null) {
            return uris;
        }
        try {
            AuthorityInformationAccess access =
                    AuthorityInformationAccess.getInstance(JcaX509ExtensionUtils.parseExtensionValue(extension));
            for (AccessDescription description : access.getAccessDescriptions()) {
                GeneralName location = description.getAccessLocation();
                if (description.getAccessMethod().equals(AccessDescription.id_ad_ocsp)
                        && location.getTagNo() == GeneralName.uniformResourceIdentifier) {
                    uris.add(URI.create(location.getName().toString()));
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("A certificate's authority information access cannot be read", e);
        }
        return uris;
    }
}

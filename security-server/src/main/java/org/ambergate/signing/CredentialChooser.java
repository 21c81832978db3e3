package org.ambergate.signing;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.Stage;
import org.ambergate.fault.VerificationFault;
import org.ambergate.identifier.MemberId;
import org.ambergate.pki.ApprovedAuthorities;
import org.ambergate.pki.CertificationAuthority;
import org.ambergate.pki.ValidatedPath;
import org.ambergate.signature.SigningCredential;

/**
 * Chooses the key that signs for a member: the first one that is active, registered, within validity and has fresh, good
 * OCSP responses (evidence specification, section 5). The whole path is validated as a peer will validate it, so that no
 * signature is made which nobody accepts.
 */
final class CredentialChooser {
    private final SigningTrust.Source trust;
    private final SigningTrust.Responses responses;

    CredentialChooser(SigningTrust.Source trust, SigningTrust.Responses responses) {
        this.trust = trust;
        this.responses = responses;
    }

    /** A usable credential, and until when it is one. */
    record Usable(SigningCredential credential, Instant validUntil) {}

    /**
     * Chooses.
     *
     * @throws LocalFault {@code cannot_create_signature} if the member has no usable key; {@code global_conf_outdated}
     */
    Usable choose(KeyRing ring, MemberId member, Instant now) throws LocalFault {
        SigningTrust current = trust.current();
        LocalFault failure = new LocalFault(
                VerificationFault.CANNOT_CREATE_SIGNATURE, "There is no active, registered signing key of " + member);
        for (MemberKey key : ring.signing(member)) {
            try {
                return usable(key, current, now);
            } catch (LocalFault e) {
                failure = e.within(Stage.CANNOT_CREATE_SIGNATURE);
            }
        }
        throw failure;
    }

    private Usable usable(MemberKey key, SigningTrust current, Instant now) throws LocalFault {
        String instance = key.member().instance();
        ApprovedAuthorities authorities = current.trustBase()
                .of(instance)
                .orElseThrow(() -> new LocalFault(
                        GeneralFault.INTERNAL_ERROR, "Instance " + instance + " has no approved authorities"));
        requireNames(key, authorities);
        List<X509Certificate> chain = authorities.chainWithoutTop(key.certificate());
        List<byte[]> ocsp = responses.of(chain);
        ValidatedPath path = current.paths().validate(instance, chain, ocsp, now);
        SigningCredential credential =
                new SigningCredential(key.key(), key.certificate(), chain.subList(1, chain.size()), ocsp);
        return new Usable(credential, path.validUntil());
    }

    /** A certificate that names somebody else, or comes from an authority for TLS only, convinces no peer. */
    private static void requireNames(MemberKey key, ApprovedAuthorities authorities) throws LocalFault {
        CertificationAuthority issuer = authorities
                .issuerOf(key.certificate())
                .orElseThrow(() -> new LocalFault(
                                GeneralFault.INTERNAL_ERROR, "No approved authority issued the signing certificate")
                        .within(Stage.CANNOT_CREATE_CERT_PATH));
        MemberId named =
                issuer.profile().memberOf(key.certificate(), key.member().instance());
        if (issuer.authenticationOnly() || !named.equals(key.member())) {
            throw new LocalFault(
                    VerificationFault.INCORRECT_CERTIFICATE,
                    "The certificate of key " + key.keyId() + " is not a signing certificate of " + key.member());
        }
    }
}

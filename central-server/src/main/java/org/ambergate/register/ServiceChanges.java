package org.ambergate.register;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ambergate.digest.Digest;
import org.ambergate.globalconf.ApprovedAuthority;
import org.ambergate.globalconf.ApprovedAuthority.Authority;
import org.ambergate.globalconf.OcspResponder;
import org.ambergate.pki.CertificateProfile;
import org.ambergate.pki.Certificates;

/** Changes of approved certification services, each kept as one value (central server specification, section 6). */
final class ServiceChanges {
    /** Intermediate authorities of a service. */
    static final int INTERMEDIATES_MAX = 32;
    /** OCSP responders of an authority. */
    static final int RESPONDERS_MAX = 16;

    private static final Pattern COMMA = Pattern.compile(",");

    private ServiceChanges() {}

    static void add(ChangeScope scope, ApprovedAuthority service) throws RefusedChangeException {
        scope.instance();
        check(service);
        Registered.ServiceEntry entry = new Registered.ServiceEntry(service);
        if (scope.has(entry.key())) {
            throw Refusal.CERTIFICATION_SERVICE_EXISTS.of(named(entry.sha256()));
        }
        scope.put(entry);
    }

    static void change(ChangeScope scope, ApprovedAuthority service) throws RefusedChangeException {
        check(service);
        Registered.ServiceEntry entry = new Registered.ServiceEntry(service);
        find(scope, entry.sha256());
        scope.put(entry);
    }

    static void delete(ChangeScope scope, Digest top) throws RefusedChangeException {
        find(scope, top);
        scope.remove(EntryKey.certificationService(top));
    }

    static void addIntermediate(ChangeScope scope, Digest top, Authority intermediate) throws RefusedChangeException {
        ApprovedAuthority service = find(scope, top);
        List<Authority> intermediates = new ArrayList<>(service.intermediates());
        intermediates.add(intermediate);
        ApprovedAuthority changed = with(service, service.top(), intermediates);
        check(changed);
        scope.put(new Registered.ServiceEntry(changed));
    }

    static void deleteIntermediate(ChangeScope scope, Digest top, Digest intermediate) throws RefusedChangeException {
        ApprovedAuthority service = find(scope, top);
        List<Authority> intermediates = new ArrayList<>(service.intermediates());
        if (!intermediates.removeIf(authority -> is(authority, intermediate))) {
            throw Refusal.AUTHORITY_NOT_FOUND.of("The authority with SHA-256 " + intermediate.hex());
        }
        scope.put(new Registered.ServiceEntry(with(service, service.top(), intermediates)));
    }

    static void addResponder(ChangeScope scope, Digest top, Digest authority, OcspResponder responder)
            throws RefusedChangeException {
        ApprovedAuthority service = find(scope, top);
        Authority before = authority(service, authority);
        List<OcspResponder> responders = new ArrayList<>(before.responders());
        responders.add(responder);
        ApprovedAuthority changed = withAuthority(service, new Authority(before.certificate(), responders));
        check(changed);
        scope.put(new Registered.ServiceEntry(changed));
    }

    static void deleteResponder(ChangeScope scope, Digest top, Digest authority, String url)
            throws RefusedChangeException {
        ApprovedAuthority service = find(scope, top);
        Authority before = authority(service, authority);
        List<OcspResponder> responders = new ArrayList<>(before.responders());
        if (!responders.removeIf(responder -> responder.url().equals(url))) {
            throw Refusal.RESPONDER_NOT_FOUND.of(url);
        }
        scope.put(new Registered.ServiceEntry(withAuthority(service, new Authority(before.certificate(), responders))));
    }

    private static ApprovedAuthority find(ChangeScope scope, Digest top) throws RefusedChangeException {
        return scope.find(EntryKey.certificationService(top), Registered.ServiceEntry.class)
                .orElseThrow(() -> Refusal.CERTIFICATION_SERVICE_NOT_FOUND.of(named(top)))
                .authority();
    }

    private static Authority authority(ApprovedAuthority service, Digest sha256) throws RefusedChangeException {
        return authorities(service).stream()
                .filter(authority -> is(authority, sha256))
                .findFirst()
                .orElseThrow(() -> Refusal.AUTHORITY_NOT_FOUND.of("The authority with SHA-256 " + sha256.hex()));
    }

    private static ApprovedAuthority withAuthority(ApprovedAuthority service, Authority changed) {
        Digest sha256 = Certificates.sha256(changed.certificate());
        return with(
                service,
                is(service.top(), sha256) ? changed : service.top(),
                service.intermediates().stream()
                        .map(authority -> is(authority, sha256) ? changed : authority)
                        .toList());
    }

    private static ApprovedAuthority with(ApprovedAuthority service, Authority top, List<Authority> intermediates) {
        return new ApprovedAuthority(
                service.name(),
                service.authenticationOnly(),
                top,
                intermediates,
                service.profileClassName(),
                service.certificateRequestFormat(),
                service.acmeServer());
    }

    private static void check(ApprovedAuthority service) throws RefusedChangeException {
        Texts.checkLine(service.name(), "The name of the certification service");
        if (CertificateProfile.byClassName(service.profileClassName())
                .filter(profile -> profile.className().equals(service.profileClassName()))
                .isEmpty()) {
            throw Refusal.UNKNOWN_PROFILE.of("The profile of the certification service");
        }
        Optional<String> format = service.certificateRequestFormat();
        if (format.isPresent() && !format.get().equals("PEM") && !format.get().equals("DER")) {
            throw Refusal.INVALID_REQUEST_FORMAT.of("The format of the certification service");
        }
        if (service.acmeServer().isPresent()) {
            check(service.acmeServer().get());
        }
        checkAuthorities(authorities(service));
    }

    private static void checkAuthorities(List<Authority> authorities) throws RefusedChangeException {
        if (authorities.size() > INTERMEDIATES_MAX + 1) {
            throw Refusal.TOO_MANY.of("The service (" + INTERMEDIATES_MAX + " intermediate authorities)");
        }
        if (authorities.stream().map(Authority::certificate).distinct().count() < authorities.size()) {
            throw Refusal.AUTHORITY_EXISTS.of("The authority");
        }
        for (Authority authority : authorities) {
            check(authority);
        }
    }

    private static void check(Authority authority) throws RefusedChangeException {
        X509Certificate certificate = authority.certificate();
        if (certificate.getBasicConstraints() < 0) {
            throw Refusal.NOT_AN_AUTHORITY.of("The certificate with SHA-256 "
                    + Certificates.sha256(certificate).hex());
        }
        List<OcspResponder> responders = authority.responders();
        if (responders.size() > RESPONDERS_MAX) {
            throw Refusal.TOO_MANY.of("The authority (" + RESPONDERS_MAX + " OCSP responders)");
        }
        if (responders.stream().map(OcspResponder::url).distinct().count() < responders.size()) {
            throw Refusal.RESPONDER_EXISTS.of("The address");
        }
        for (OcspResponder responder : responders) {
            checkUrl(responder.url(), "The address of the OCSP responder");
        }
    }

    private static void check(ApprovedAuthority.AcmeServer acme) throws RefusedChangeException {
        checkUrl(acme.directoryUrl(), "The address of the ACME directory");
        if (acme.ipAddress().isPresent() && !areLiterals(acme.ipAddress().get())) {
            throw Refusal.INVALID_IP_ADDRESS.of("The address of the ACME server");
        }
        if (acme.authenticationProfileId().isPresent()) {
            Texts.checkLine(acme.authenticationProfileId().get(), "The authentication profile of the ACME server");
        }
        if (acme.signingProfileId().isPresent()) {
            Texts.checkLine(acme.signingProfileId().get(), "The signing profile of the ACME server");
        }
    }

    private static boolean areLiterals(String addresses) {
        return addresses.length() <= Texts.CHARACTERS_MAX
                && Arrays.stream(COMMA.split(addresses, -1)).allMatch(address -> Addresses.isLiteral(address.strip()));
    }

    static void checkUrl(String url, String what) throws RefusedChangeException {
        if (!Addresses.isUrl(url)) {
            throw Refusal.INVALID_URL.of(what);
        }
    }

    private static List<Authority> authorities(ApprovedAuthority service) {
        List<Authority> all = new ArrayList<>(service.intermediates());
        all.add(0, service.top());
        return all;
    }

    private static boolean is(Authority authority, Digest sha256) {
        return Certificates.sha256(authority.certificate()).equals(sha256);
    }

    private static String named(Digest sha256) {
        return "The certification service with SHA-256 " + sha256.hex();
    }
}

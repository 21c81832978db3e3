package org.ambergate.signing;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.ambergate.identifier.MemberId;
import org.ambergate.pki.SignatureProviders;
import org.ambergate.signature.SoftwareSigningKey;

/**
 * Keys in PKCS#12 files inside an owner-only directory, all under one PIN. Changes are written before they are seen: a
 * crash at any point leaves the token as it was before the change or after it. Safe for use by several threads; two
 * processes must not change one directory at a time.
 */
public final class SoftwareToken implements AutoCloseable {
    private static final int ID_RANDOM_BYTES = 4;

    private final OwnerOnlyDirectory directory;
    private final char[] pin;
    private final Clock clock;
    private final SecureRandom random;
    // index, contents: guarded by this; ring: published
    private final Map<String, KeyFile.Content> contents = new LinkedHashMap<>();
    private TokenIndex index;
    private boolean closed;
    private volatile KeyRing ring = new KeyRing(List.of(), List.of());

    private SoftwareToken(
            OwnerOnlyDirectory directory, char[] pin, TokenIndex index, Clock clock, SecureRandom random) {
        this.directory = directory;
        this.pin = pin.clone();
        this.index = index;
        this.clock = clock;
        this.random = random;
    }

    /** Makes an empty token. The directory must not hold one yet. */
    public static SoftwareToken create(Path directory, char[] pin, Clock clock, SecureRandom random)
            throws TokenException {
        char[] checked = PinSource.checked(pin.clone(), "the caller");
        try {
            OwnerOnlyDirectory files = OwnerOnlyDirectory.create(directory);
            files.write(KeyFile.PIN_CHECK, KeyFile.encodePinCheck(checked, random));
            // The index comes last: a directory with an index is a whole token.
            files.write(TokenIndex.FILE, TokenIndex.empty().toYaml());
            return new SoftwareToken(files, checked, TokenIndex.empty(), clock, random);
        } finally {
            Arrays.fill(checked, '\0');
        }
    }

    /**
     * Opens a token and every key in it.
     *
     * @param pin the PIN; copied, so the caller wipes its own array
     * @throws TokenException if others can read it, the PIN is wrong, or a file is missing or damaged
     */
    public static SoftwareToken open(Path directory, char[] pin) throws TokenException {
        return open(directory, pin, Clock.systemUTC(), new SecureRandom());
    }

    /** As {@link #open(Path, char[])}, with the clock and the randomness for making keys. */
    public static SoftwareToken open(Path directory, char[] pin, Clock clock, SecureRandom random)
            throws TokenException {
        OwnerOnlyDirectory files = OwnerOnlyDirectory.open(directory);
        TokenIndex index = TokenIndex.parse(files.read(TokenIndex.FILE));
        KeyFile.checkPin(files.read(KeyFile.PIN_CHECK), pin);
        SoftwareToken token = new SoftwareToken(files, pin, index, clock, random);
        try {
            token.load();
            return token;
        } catch (TokenException e) {
            token.close();
            throw e;
        }
    }

    /** The keys in use now: active ones with a registered certificate. Empty after {@link #close()}. */
    public KeyRing keyRing() {
        return ring;
    }

    /** All keys, in order of preference. */
    public synchronized List<TokenKey> keys() {
        return index.keys().stream()
                .map(entry -> new TokenKey(entry, certificateOf(entry.id())))
                .toList();
    }

    /**
     * Makes a key; it has no certificate yet.
     *
     * @param member whose messages a signing key signs; empty for an authentication key
     * @return the new key's id
     */
    public synchronized String generate(KeyKind kind, KeyUsage usage, Optional<MemberId> member) throws TokenException {
        requireOpen();
        String id = newId(usage);
        KeyPair pair = kind.generate(random);
        X509Certificate placeholder = CertificateRequests.placeholder(id, pair, clock.instant());
        add(id, usage, member, new KeyFile.Content(pair.getPrivate(), placeholder), KeyStatus.SAVED);
        return id;
    }

    /**
     * Takes in a key made elsewhere together with its certificate, active and registered.
     *
     * @return the new key's id
     */
    public synchronized String importKey(
            PrivateKey key, X509Certificate certificate, KeyUsage usage, Optional<MemberId> member)
            throws TokenException {
        requireOpen();
        String id = newId(usage);
        TokenCertificates.check(certificate, usage, id);
        TokenCertificates.requirePair(key, certificate, id);
        add(id, usage, member, new KeyFile.Content(key, certificate), KeyStatus.REGISTERED);
        return id;
    }

    /** A DER PKCS#10 request for a key, to be sent to a certification authority. */
    public synchronized byte[] certificateRequest(String keyId, X500Principal subject) throws TokenException {
        requireOpen();
        KeyFile.Content content = content(keyId);
        return CertificateRequests.request(subject, content.certificate().getPublicKey(), content.key());
    }

    /**
     * Takes in the certificate that an authority issued for a key of this token, replacing an earlier one.
     *
     * @throws TokenException if it is for another key or another usage
     */
    public synchronized void importCertificate(String keyId, X509Certificate certificate, KeyStatus status)
            throws TokenException {
        requireOpen();
        TokenIndex.Entry entry = entry(keyId);
        KeyFile.Content old = content(keyId);
        TokenCertificates.check(certificate, entry.usage(), keyId);
        if (!Arrays.equals(
                old.certificate().getPublicKey().getEncoded(),
                certificate.getPublicKey().getEncoded())) {
            throw new TokenException("The certificate is not for key " + keyId);
        }
        KeyFile.Content content = new KeyFile.Content(old.key(), certificate);
        directory.write(KeyFile.nameOf(keyId), KeyFile.encode(content, pin));
        contents.put(keyId, content);
        store(index.replace(entry.with(entry.active(), status)));
    }

    /** Switches a key on or off, and notes how far its certificate has come. */
    public synchronized void change(String keyId, boolean active, KeyStatus status) throws TokenException {
        requireOpen();
        store(index.replace(entry(keyId).with(active, status)));
    }

    /** Wipes the PIN and lets go of the keys. Nothing can be signed with the key ring of a closed token. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(pin, '\0');
        contents.clear();
        ring = new KeyRing(List.of(), List.of());
    }

    @Override
    public String toString() {
        return "SoftwareToken[" + ring + "]";
    }

    private synchronized void load() throws TokenException {
        for (TokenIndex.Entry entry : index.keys()) {
            byte[] file = directory.read(KeyFile.nameOf(entry.id()));
            contents.put(entry.id(), KeyFile.decode(entry.id(), file, pin));
        }
        ring = newRing();
    }

    private void add(String id, KeyUsage usage, Optional<MemberId> member, KeyFile.Content content, KeyStatus status)
            throws TokenException {
        if ((usage == KeyUsage.SIGNING) != member.isPresent()) {
            throw new TokenException("A signing key needs a member, an authentication key has none");
        }
        // The key before the index: after a crash in between there is an unlisted file, never a listed key without one.
        directory.write(KeyFile.nameOf(id), KeyFile.encode(content, pin));
        contents.put(id, content);
        store(index.add(new TokenIndex.Entry(id, usage, TokenIndex.Member.of(member), true, status)));
    }

    private void store(TokenIndex changed) throws TokenException {
        directory.write(TokenIndex.FILE, changed.toYaml());
        index = changed;
        ring = newRing();
    }

    private KeyRing newRing() throws TokenException {
        List<TlsKey> authentication = new ArrayList<>();
        List<MemberKey> signing = new ArrayList<>();
        for (TokenIndex.Entry entry : index.keys()) {
            Optional<X509Certificate> certificate = certificateOf(entry.id());
            if (!entry.active() || entry.status() != KeyStatus.REGISTERED || certificate.isEmpty()) {
                continue;
            }
            PrivateKey key = content(entry.id()).key();
            if (entry.usage() == KeyUsage.AUTHENTICATION) {
                authentication.add(new TlsKey(key, certificate.get()));
            } else {
                MemberId member = entry.memberId().orElseThrow();
                signing.add(new MemberKey(entry.id(), member, signingKey(key), certificate.get()));
            }
        }
        return new KeyRing(authentication, signing);
    }

    private static SoftwareSigningKey signingKey(PrivateKey key) {
        // Once, here: a provider that meets a foreign key object translates it again for every signature.
        return new SoftwareSigningKey(SignatureProviders.translate(key), SignatureProviders.preferred());
    }

    private Optional<X509Certificate> certificateOf(String id) {
        return Optional.ofNullable(contents.get(id))
                .map(KeyFile.Content::certificate)
                .filter(certificate -> !CertificateRequests.isPlaceholder(certificate, id));
    }

    private KeyFile.Content content(String keyId) throws TokenException {
        KeyFile.Content content = contents.get(keyId);
        if (content == null) {
            throw new TokenException("The token has no key " + keyId);
        }
        return content;
    }

    private TokenIndex.Entry entry(String keyId) throws TokenException {
        return index.find(keyId).orElseThrow(() -> new TokenException("The token has no key " + keyId));
    }

    private void requireOpen() throws TokenException {
        if (closed) {
            throw new TokenException("The token is closed");
        }
    }

    private String newId(KeyUsage usage) {
        byte[] bytes = new byte[ID_RANDOM_BYTES];
        String id;
        do {
            random.nextBytes(bytes);
            id = usage.name().toLowerCase(Locale.ROOT) + "-" + HexFormat.of().formatHex(bytes);
        } while (contents.containsKey(id) || directory.exists(KeyFile.nameOf(id)));
        return id;
    }
}

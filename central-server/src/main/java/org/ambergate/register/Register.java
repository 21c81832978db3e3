package org.ambergate.register;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.globalconf.ApprovedAuthority;
import org.ambergate.globalconf.MemberClass;
import org.ambergate.globalconf.OcspResponder;
import org.ambergate.globalconf.TimestampAuthority;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;

/**
 * The register of an instance. Each method that changes something makes one change, in one transaction with its rows in
 * the history: it is durable when the method returns, or it is refused and nothing is left of it. A change that would
 * change nothing is refused too, so that the history holds changes only. Several processes may use one database; changes
 * wait for each other. Thread-safe.
 *
 * <p>Each method throws {@link IOException} if the database fails, and {@link RefusedChangeException} with what to do if
 * the change cannot be made.
 */
public final class Register implements AutoCloseable {
    /** The group of those who own servers, which may use the management services; it is kept by the register itself. */
    public static final String OWNERS_GROUP = "security-server-owners";

    private final RegisterDatabase database;
    private final RegisterHistory history;
    private final AddressRule rule;
    private final Clock clock;

    private Register(RegisterDatabase database, AddressRule rule, Clock clock) {
        this.database = database;
        this.history = new RegisterHistory(database);
        this.rule = rule;
        this.clock = clock;
    }

    /**
     * Opens a register, with empty tables if there were none.
     *
     * @param setting the path of an SQLite file, made for its owner alone if it is not there, or a URL that begins with
     *     {@code jdbc:postgresql:}
     * @throws IOException if the database cannot be opened
     */
    public static Register open(String setting, AddressRule rule, Clock clock) throws IOException {
        return new Register(RegisterDatabase.open(setting), rule, clock);
    }

    /** All that is registered now, of one moment; empty before {@link #initialise}. */
    public Optional<RegisterSnapshot> snapshot() throws IOException {
        return database.read(handle -> {
            SnapshotBuilder builder = new SnapshotBuilder();
            EntryTable.all(handle)
                    .useStream(entries ->
                            entries.forEach(entry -> builder.add(HistoryReplay.read(entry.kind(), entry.value()))));
            return builder.build();
        });
    }

    /** What was changed, and what was registered in the past. */
    public RegisterHistory history() {
        return history;
    }

    /** Gives the instance its identifier, for ever, and makes the group of owners. */
    public RegisterChange initialise(Actor actor, String instance) throws IOException, RefusedChangeException {
        return change(actor, Action.INITIALISE, scope -> InstanceChanges.initialise(scope, instance));
    }

    public RegisterChange changeSettings(Actor actor, RegisterSettings settings)
            throws IOException, RefusedChangeException {
        return change(actor, Action.CHANGE_SETTINGS, scope -> InstanceChanges.changeSettings(scope, settings));
    }

    public RegisterChange addMemberClass(Actor actor, MemberClass memberClass)
            throws IOException, RefusedChangeException {
        return change(actor, Action.ADD_MEMBER_CLASS, scope -> MemberChanges.addClass(scope, memberClass));
    }

    public RegisterChange describeMemberClass(Actor actor, MemberClass memberClass)
            throws IOException, RefusedChangeException {
        return change(actor, Action.DESCRIBE_MEMBER_CLASS, scope -> MemberChanges.describeClass(scope, memberClass));
    }

    /** Refused while it has members. */
    public RegisterChange deleteMemberClass(Actor actor, String code) throws IOException, RefusedChangeException {
        return change(actor, Action.DELETE_MEMBER_CLASS, scope -> MemberChanges.deleteClass(scope, code));
    }

    public RegisterChange addMember(Actor actor, MemberId id, String name) throws IOException, RefusedChangeException {
        return change(actor, Action.ADD_MEMBER, scope -> MemberChanges.add(scope, id, name));
    }

    public RegisterChange renameMember(Actor actor, MemberId id, String name)
            throws IOException, RefusedChangeException {
        return change(actor, Action.RENAME_MEMBER, scope -> MemberChanges.rename(scope, id, name));
    }

    /**
     * Takes its subsystems, registrations as a client and places in groups away too. Refused while it owns a server, and
     * while the settings name one of its subsystems.
     */
    public RegisterChange deleteMember(Actor actor, MemberId id) throws IOException, RefusedChangeException {
        return change(actor, Action.DELETE_MEMBER, scope -> MemberChanges.delete(scope, id));
    }

    public RegisterChange addSubsystem(Actor actor, ClientId id, Optional<String> name)
            throws IOException, RefusedChangeException {
        return change(actor, Action.ADD_SUBSYSTEM, scope -> MemberChanges.addSubsystem(scope, id, name));
    }

    public RegisterChange renameSubsystem(Actor actor, ClientId id, Optional<String> name)
            throws IOException, RefusedChangeException {
        return change(actor, Action.RENAME_SUBSYSTEM, scope -> MemberChanges.renameSubsystem(scope, id, name));
    }

    /** Refused while it is a client of a server. */
    public RegisterChange deleteSubsystem(Actor actor, ClientId id) throws IOException, RefusedChangeException {
        return change(actor, Action.DELETE_SUBSYSTEM, scope -> MemberChanges.deleteSubsystem(scope, id));
    }

    /**
     * What the approval of a request to register an authentication certificate does: adds the owner (named by its code)
     * and the server if they are not there, sets the address, adds the certificate to those it has. Who issued the
     * certificate, and whether it is valid, is checked by whoever took the request.
     */
    public RegisterChange registerServer(Actor actor, SecurityServerId id, String address, X509Certificate certificate)
            throws IOException, RefusedChangeException {
        return change(
                actor, Action.REGISTER_SERVER, scope -> ServerChanges.register(scope, id, address, certificate, rule));
    }

    public RegisterChange changeAddress(Actor actor, SecurityServerId id, String address)
            throws IOException, RefusedChangeException {
        return change(actor, Action.CHANGE_ADDRESS, scope -> ServerChanges.changeAddress(scope, id, address, rule));
    }

    /** Changes the server's identifier with it. The new owner must be a client of the server; the old one becomes one. */
    public RegisterChange changeOwner(Actor actor, SecurityServerId id, MemberId owner)
            throws IOException, RefusedChangeException {
        return change(actor, Action.CHANGE_OWNER, scope -> ServerChanges.changeOwner(scope, id, owner));
    }

    /** Refused for the server of the management service provider. The message may be empty. */
    public RegisterChange beginMaintenance(Actor actor, SecurityServerId id, String message)
            throws IOException, RefusedChangeException {
        return change(
                actor, Action.BEGIN_MAINTENANCE, scope -> ServerChanges.maintain(scope, id, Optional.of(message)));
    }

    public RegisterChange endMaintenance(Actor actor, SecurityServerId id) throws IOException, RefusedChangeException {
        return change(actor, Action.END_MAINTENANCE, scope -> ServerChanges.maintain(scope, id, Optional.empty()));
    }

    /** Takes its certificates and the registrations of its clients away too. */
    public RegisterChange deleteServer(Actor actor, SecurityServerId id) throws IOException, RefusedChangeException {
        return change(actor, Action.DELETE_SERVER, scope -> ServerChanges.delete(scope, id));
    }

    public RegisterChange deleteAuthenticationCertificate(Actor actor, SecurityServerId id, Digest sha256)
            throws IOException, RefusedChangeException {
        return change(
                actor,
                Action.DELETE_AUTHENTICATION_CERTIFICATE,
                scope -> ServerChanges.deleteCertificate(scope, id, sha256));
    }

    /** What the approval of a request does: adds member and subsystem if they are not there, and sets a name if given. */
    public RegisterChange registerClient(Actor actor, SecurityServerId id, ClientId client, Optional<String> name)
            throws IOException, RefusedChangeException {
        return change(actor, Action.REGISTER_CLIENT, scope -> ServerChanges.registerClient(scope, id, client, name));
    }

    public RegisterChange enableClient(Actor actor, SecurityServerId id, ClientId client)
            throws IOException, RefusedChangeException {
        return change(actor, Action.ENABLE_CLIENT, scope -> ServerChanges.enableClient(scope, id, client, true));
    }

    /** Refused for the management service provider. */
    public RegisterChange disableClient(Actor actor, SecurityServerId id, ClientId client)
            throws IOException, RefusedChangeException {
        return change(actor, Action.DISABLE_CLIENT, scope -> ServerChanges.enableClient(scope, id, client, false));
    }

    public RegisterChange deleteClient(Actor actor, SecurityServerId id, ClientId client)
            throws IOException, RefusedChangeException {
        return change(actor, Action.DELETE_CLIENT, scope -> ServerChanges.deleteClient(scope, id, client));
    }

    public RegisterChange addGroup(Actor actor, String code, String description)
            throws IOException, RefusedChangeException {
        return change(actor, Action.ADD_GROUP, scope -> GroupChanges.add(scope, code, description));
    }

    public RegisterChange describeGroup(Actor actor, String code, String description)
            throws IOException, RefusedChangeException {
        return change(actor, Action.DESCRIBE_GROUP, scope -> GroupChanges.describe(scope, code, description));
    }

    public RegisterChange deleteGroup(Actor actor, String code) throws IOException, RefusedChangeException {
        return change(actor, Action.DELETE_GROUP, scope -> GroupChanges.delete(scope, code));
    }

    /** A client of this instance must be registered; one of another instance is taken as it comes. */
    public RegisterChange addGroupMember(Actor actor, String code, ClientId client)
            throws IOException, RefusedChangeException {
        return change(actor, Action.ADD_GROUP_MEMBER, scope -> GroupChanges.addMember(scope, code, client));
    }

    public RegisterChange removeGroupMember(Actor actor, String code, ClientId client)
            throws IOException, RefusedChangeException {
        return change(actor, Action.REMOVE_GROUP_MEMBER, scope -> GroupChanges.removeMember(scope, code, client));
    }

    public RegisterChange addCertificationService(Actor actor, ApprovedAuthority service)
            throws IOException, RefusedChangeException {
        return change(actor, Action.ADD_CERTIFICATION_SERVICE, scope -> ServiceChanges.add(scope, service));
    }

    /** Replaces all of the service that has this top certificate. */
    public RegisterChange changeCertificationService(Actor actor, ApprovedAuthority service)
            throws IOException, RefusedChangeException {
        return change(actor, Action.CHANGE_CERTIFICATION_SERVICE, scope -> ServiceChanges.change(scope, service));
    }

    /**
     * Takes a service away.
     *
     * @param top SHA-256 of the service's top certificate
     */
    public RegisterChange deleteCertificationService(Actor actor, Digest top)
            throws IOException, RefusedChangeException {
        return change(actor, Action.DELETE_CERTIFICATION_SERVICE, scope -> ServiceChanges.delete(scope, top));
    }

    /**
     * Adds an authority below the service's top.
     *
     * @param top SHA-256 of the service's top certificate
     */
    public RegisterChange addIntermediate(Actor actor, Digest top, ApprovedAuthority.Authority intermediate)
            throws IOException, RefusedChangeException {
        return change(
                actor,
                Action.ADD_INTERMEDIATE_AUTHORITY,
                scope -> ServiceChanges.addIntermediate(scope, top, intermediate));
    }

    /**
     * Takes an authority below the service's top away, with its responders.
     *
     * @param top SHA-256 of the service's top certificate
     * @param intermediate SHA-256 of the intermediate certificate
     */
    public RegisterChange deleteIntermediate(Actor actor, Digest top, Digest intermediate)
            throws IOException, RefusedChangeException {
        return change(
                actor,
                Action.DELETE_INTERMEDIATE_AUTHORITY,
                scope -> ServiceChanges.deleteIntermediate(scope, top, intermediate));
    }

    /**
     * Adds an OCSP responder to one of the service's authorities.
     *
     * @param top SHA-256 of the service's top certificate
     * @param authority SHA-256 of the certificate, top or intermediate, whose responder it is
     */
    public RegisterChange addResponder(Actor actor, Digest top, Digest authority, OcspResponder responder)
            throws IOException, RefusedChangeException {
        return change(
                actor,
                Action.ADD_OCSP_RESPONDER,
                scope -> ServiceChanges.addResponder(scope, top, authority, responder));
    }

    /**
     * Takes an OCSP responder away.
     *
     * @param top SHA-256 of the service's top certificate
     * @param authority SHA-256 of the certificate, top or intermediate, whose responder it is
     */
    public RegisterChange deleteResponder(Actor actor, Digest top, Digest authority, String url)
            throws IOException, RefusedChangeException {
        return change(
                actor,
                Action.DELETE_OCSP_RESPONDER,
                scope -> ServiceChanges.deleteResponder(scope, top, authority, url));
    }

    public RegisterChange addTimestampAuthority(Actor actor, TimestampAuthority authority)
            throws IOException, RefusedChangeException {
        return change(
                actor, Action.ADD_TIMESTAMP_AUTHORITY, scope -> TrustChanges.addTimestampAuthority(scope, authority));
    }

    /** Replaces all of the authority of this name. */
    public RegisterChange changeTimestampAuthority(Actor actor, TimestampAuthority authority)
            throws IOException, RefusedChangeException {
        return change(
                actor,
                Action.CHANGE_TIMESTAMP_AUTHORITY,
                scope -> TrustChanges.changeTimestampAuthority(scope, authority));
    }

    public RegisterChange deleteTimestampAuthority(Actor actor, String name)
            throws IOException, RefusedChangeException {
        return change(
                actor, Action.DELETE_TIMESTAMP_AUTHORITY, scope -> TrustChanges.deleteTimestampAuthority(scope, name));
    }

    /**
     * Trusts a partner's instance, or replaces its anchor. That the anchor leads to an external configuration is checked
     * by whoever took it, for that needs the network.
     *
     * @param anchorFile the exact bytes of the partner's external anchor
     */
    public RegisterChange trustInstance(Actor actor, byte[] anchorFile) throws IOException, RefusedChangeException {
        return change(actor, Action.TRUST_INSTANCE, scope -> TrustChanges.trust(scope, anchorFile));
    }

    public RegisterChange distrustInstance(Actor actor, String instance) throws IOException, RefusedChangeException {
        return change(actor, Action.DISTRUST_INSTANCE, scope -> TrustChanges.distrust(scope, instance));
    }

    @Override
    public void close() {
        database.close();
    }

    /** What a change does within its transaction. */
    @FunctionalInterface
    interface Steps {
        void make(ChangeScope scope) throws RefusedChangeException;
    }

    RegisterChange change(Actor actor, Action action, Steps steps) throws IOException, RefusedChangeException {
        return database.write(handle -> {
            ChangeScope scope = ChangeScope.begin(handle, clock.instant(), actor, action);
            steps.make(scope);
            return scope.finish();
        });
    }
}

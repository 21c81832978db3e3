package org.ambergate.register;

/**
 * Why a change is not made. Words that X-Road's administration API and management services have for the same reason are
 * X-Road's; the others are in its style.
 */
public enum Refusal {
    NOT_INITIALISED("instance_identifier_not_set", "is not there yet", "Initialise the register first."),
    ALREADY_INITIALISED(
            "init_already_initialized",
            "exists already",
            "An instance keeps its identifier for ever; for another one use an empty database."),
    INVALID_IDENTIFIER(
            "validation_failure",
            "is not one that identifiers can hold",
            "Give 1 to 255 characters without spaces at either end, control characters, or any of : ; % / \\."),
    INVALID_TEXT(
            "validation_failure",
            "is not one line of text",
            "Give 1 to 255 characters on one line, without control characters."),
    INVALID_SETTING("validation_failure", "is out of its bounds", "Give a value within the bounds named."),
    OTHER_INSTANCE(
            "invalid_member_id",
            "is not this instance",
            "Register the member, subsystem or server at the central server of its own instance."),
    NOTHING_TO_CHANGE("nothing_to_change", "is so already", "Nothing needs to be done."),
    TOO_MANY("limit_exceeded", "would have more than is allowed", "Delete those no longer in use first."),

    MEMBER_CLASS_EXISTS("member_class_exists", "exists already", "Use it, or choose another code."),
    MEMBER_CLASS_NOT_FOUND(
            "member_class_not_found", "does not exist", "Add the member class first, or correct the code."),
    MEMBER_CLASS_IS_IN_USE(
            "member_class_is_in_use",
            "has members",
            "Delete the members of the class first; they cannot be moved to another one."),
    MEMBER_EXISTS("member_exists", "exists already", "Rename the existing member, or correct class and code."),
    MEMBER_NOT_FOUND("member_not_found", "does not exist", "Add the member first, or correct class and code."),
    MEMBER_OWNS_SERVERS(
            "member_owns_security_servers",
            "owns a security server",
            "Delete the member's security servers first, or give them another owner."),
    SUBSYSTEM_EXISTS("subsystem_exists", "exists already", "Rename the existing subsystem, or choose another code."),
    SUBSYSTEM_NOT_FOUND("subsystem_not_found", "does not exist", "Add the subsystem first, or correct its code."),
    SUBSYSTEM_IS_REGISTERED(
            "subsystem_registered_and_cannot_be_deleted",
            "is a client of a security server",
            "Delete it as a client of every security server first."),
    USED_BY_SETTINGS(
            "management_service_provider_in_use",
            "is named by the settings of the instance",
            "Set another management service provider or monitoring client first."),

    SERVER_EXISTS(
            "management_request_server_code_exists",
            "exists already",
            "Choose a server code that its owner does not use yet."),
    SERVER_NOT_FOUND(
            "security_server_not_found", "does not exist", "Register the server first, or correct owner and code."),
    UNREACHABLE_ADDRESS(
            "management_request_invalid_server_address",
            "cannot be reached by other servers",
            "Give the host name or IP address under which other security servers reach this one, without a port."),
    INVALID_AUTHENTICATION_CERTIFICATE(
            "management_request_invalid_auth_certificate",
            "may not authenticate a server",
            "Have an authentication certificate issued; a signing certificate is not registered."),
    CERTIFICATE_EXISTS(
            "management_request_security_server_exists",
            "is registered already",
            "Each certificate is registered once, for one server; have a new one issued."),
    CERTIFICATE_NOT_FOUND(
            "ss_auth_certificate_not_found",
            "is not registered for this server",
            "Compare the SHA-256 with those that the server has registered."),
    CLIENT_EXISTS(
            "management_request_client_already_registered",
            "is a client of the server already",
            "Nothing needs to be done."),
    NAME_OF_MEMBER(
            "management_request_invalid_subsystem_name",
            "has no name as a client",
            "Leave the name out, or register a subsystem."),
    SERVES_MANAGEMENT(
            "management_service_provider_in_use",
            "serves the management service provider",
            "Register the provider at another server, or set another one first."),
    OWNER_IS_NO_CLIENT(
            "management_request_cannot_register_owner",
            "owns the server",
            "The owner uses its server without being registered as its client; register a subsystem."),
    CLIENT_NOT_FOUND(
            "management_request_server_client_not_found",
            "is not a client of the server",
            "Register the client at this server first, or name the server that it uses."),
    OWNER_MUST_BE_CLIENT(
            "management_request_owner_must_be_client",
            "is not a client of the server",
            "Register the new owner as a client of the server first."),
    OWNER_ALREADY("management_request_client_already_owner", "owns the server already", "Nothing needs to be done."),

    GROUP_EXISTS("global_group_exists", "exists already", "Use it, or choose another code."),
    GROUP_NOT_FOUND("global_group_not_found", "does not exist", "Add the group first, or correct its code."),
    OWNERS_GROUP_IS_KEPT(
            "owners_global_group_cannot_be_deleted",
            "follows who owns security servers",
            "Register or delete security servers, or change their owners; the group follows."),
    GROUP_MEMBER_EXISTS("global_group_member_exists", "is in the group already", "Nothing needs to be done."),
    GROUP_MEMBER_NOT_FOUND("global_group_member_not_found", "is not in the group", "Compare with the group's members."),

    INVALID_URL(
            "invalid_url",
            "is not an address that can be asked",
            "Give an http or https address with a host, of at most 255 characters, without user name and fragment."),
    INVALID_IP_ADDRESS(
            "invalid_ip_address", "is not a list of IP addresses", "Give IP addresses with commas between them."),
    NOT_AN_AUTHORITY(
            "invalid_certificate",
            "is not the certificate of a certification authority",
            "Give the authority's own certificate, not one that it issued."),
    UNKNOWN_PROFILE(
            "certificate_profile_info_class_not_found",
            "is not a certificate profile",
            "Give the Java class name of one of X-Road's certificate profiles."),
    INVALID_REQUEST_FORMAT(
            "validation_failure", "is not a format of certificate requests", "Give PEM, DER or nothing."),
    CERTIFICATION_SERVICE_EXISTS(
            "certification_service_exists", "exists already", "Change the one that has this top certificate."),
    CERTIFICATION_SERVICE_NOT_FOUND(
            "certification_service_not_found", "does not exist", "Compare the SHA-256 of the top certificate."),
    AUTHORITY_EXISTS("intermediate_ca_exists", "belongs to the service already", "Nothing needs to be done."),
    AUTHORITY_NOT_FOUND(
            "intermediate_ca_not_found",
            "does not belong to the service",
            "Compare the SHA-256 with those of the service's authorities."),
    RESPONDER_EXISTS("ocsp_responder_exists", "is a responder of the authority already", "Nothing needs to be done."),
    RESPONDER_NOT_FOUND(
            "ocsp_responder_not_found",
            "is not a responder of the authority",
            "Compare the address with those of the authority's responders."),
    TIMESTAMP_AUTHORITY_EXISTS(
            "timestamping_authority_exists",
            "exists already",
            "Security servers choose by name: give another name, or change the existing authority."),
    TIMESTAMP_AUTHORITY_NOT_FOUND(
            "timestamping_authority_not_found", "does not exist", "Compare the name with those registered."),
    INVALID_ANCHOR(
            "trusted_anchor_verification_failed",
            "is not an anchor file",
            "Ask the partner for the external configuration anchor again, and give the file as it came."),
    OWN_ANCHOR(
            "trusted_anchor_verification_failed",
            "is an anchor of this instance",
            "Give the external anchor of another instance; servers know their own without it."),
    ANCHOR_NOT_FOUND(
            "trusted_anchor_not_found", "is not trusted", "Compare with the instances whose anchors are trusted.");

    /** Any identifier and a few words. */
    private static final int SUBJECT_CHARACTERS_MAX = 5 * Texts.CHARACTERS_MAX;

    private final String word;
    private final String reason;
    private final String remedy;

    Refusal(String word, String reason, String remedy) {
        this.word = word;
        this.reason = reason;
        this.remedy = remedy;
    }

    /** The code for machines; several reasons of one kind share one. */
    public String word() {
        return word;
    }

    /** What the operator can do. */
    public String remedy() {
        return remedy;
    }

    /** The refusal of something named at the beginning of a sentence; what it holds may have been made by anybody. */
    RefusedChangeException of(String subject) {
        return new RefusedChangeException(this, printable(subject) + " " + reason + ". " + remedy);
    }

    private static String printable(String subject) {
        StringBuilder out = new StringBuilder();
        subject.codePoints()
                .limit(SUBJECT_CHARACTERS_MAX)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}

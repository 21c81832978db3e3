package org.ambergate.register;

/** The kinds of things registered. The names are stored and hashed: none is ever changed or used anew. */
public enum EntryKind {
    INSTANCE,
    MEMBER_CLASS,
    MEMBER,
    SUBSYSTEM,
    SECURITY_SERVER,
    AUTHENTICATION_CERTIFICATE,
    SERVER_CLIENT,
    GLOBAL_GROUP,
    GROUP_MEMBER,
    CERTIFICATION_SERVICE,
    TIMESTAMP_AUTHORITY,
    TRUSTED_ANCHOR
}

package org.ambergate.globalconf;

/**
 * A class of members.
 *
 * @param code the code that identifiers carry
 * @param description what it stands for, for people
 */
public record MemberClass(String code, String description) {}

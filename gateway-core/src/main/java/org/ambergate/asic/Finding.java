package org.ambergate.asic;

/**
 * One thing found out about a container.
 *
 * @param code what it is, and what it means for the verdict
 * @param detail where and how; may hold names that other people chose
 */
public record Finding(FindingCode code, String detail) {}

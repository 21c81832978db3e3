package org.ambergate.messagelog;

/**
 * Something wrong in a log.
 *
 * @param place where; the sequence number is the one expected there
 * @param code what kind of thing
 * @param reason one sentence for people
 */
public record Finding(RecordPlace place, FindingCode code, String reason) {}

package org.ambergate.messagelog;

/**
 * Where a record stands.
 *
 * @param segment the segment's name
 * @param offset bytes from the segment's beginning
 * @param sequence the record's number in the whole log, from 0
 */
public record RecordPlace(String segment, long offset, long sequence) {}

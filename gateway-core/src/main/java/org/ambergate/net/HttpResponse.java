package org.ambergate.net;

/**
 * The answer to a request sent over a link.
 *
 * @param status 200 to 599
 * @param reason the reason phrase, may be empty
 * @param fields as received
 * @param body ends properly only if the peer ended it properly
 */
public record HttpResponse(int status, String reason, HttpFields fields, BodySource body) {}

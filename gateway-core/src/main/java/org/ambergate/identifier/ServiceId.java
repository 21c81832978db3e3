package org.ambergate.identifier;

import static org.ambergate.identifier.EncodedIdentifier.part;

import java.util.ArrayList;
import java.util.List;

/**
 * A REST service of a client. REST services have no version (client protocol specification, section 2.2).
 *
 * @param client the provider, a subsystem
 * @param serviceCode the service code
 */
public record ServiceId(ClientId client, String serviceCode) {
    public ServiceId {
        part(serviceCode, "serviceCode");
    }

    /**
     * Parses {@code I/C/M/S/service} with percent-encoded segments.
     *
     * @throws MalformedIdentifierException unless there are exactly five well-formed segments
     */
    public static ServiceId parse(String encoded) {
        List<String> parts = EncodedIdentifier.decode(encoded);
        if (parts.size() != 5) {
            throw new MalformedIdentifierException("A REST service identifier has five parts");
        }
        return new ServiceId(ClientId.subsystem(parts.get(0), parts.get(1), parts.get(2), parts.get(3)), parts.get(4));
    }

    /** The percent-encoded slash form, as in the {@code x-road-service} header and the {@code /r1/} path. */
    public String encoded() {
        List<String> parts = new ArrayList<>(client.parts());
        parts.add(serviceCode);
        return EncodedIdentifier.encode(parts);
    }

    /** The form used in messages and logs: {@code SERVICE:I/C/M/S/service}. */
    @Override
    public String toString() {
        String owner = client.toString();
        return "SERVICE:" + owner.substring(owner.indexOf(':') + 1) + "/" + serviceCode;
    }
}

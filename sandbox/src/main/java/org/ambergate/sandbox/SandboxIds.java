package org.ambergate.sandbox;

import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.GroupId;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;

/** Who is who in the sandbox's instance. */
public final class SandboxIds {
    public static final String INSTANCE = "DEV";

    public static final MemberId CONSUMER_MEMBER = new MemberId(INSTANCE, "ORG", "1111");
    public static final MemberId PROVIDER_MEMBER = new MemberId(INSTANCE, "ORG", "2222");
    public static final ClientId CONSUMER = ClientId.subsystem(CONSUMER_MEMBER, "CONSUMER");
    /** Another subsystem at the consumer's server; only tests use it. */
    public static final ClientId NEIGHBOUR = ClientId.subsystem(CONSUMER_MEMBER, "NEIGHBOUR");

    public static final ClientId PROVIDER = ClientId.subsystem(PROVIDER_MEMBER, "PROVIDER");
    public static final SecurityServerId CONSUMER_SERVER = new SecurityServerId(CONSUMER_MEMBER, "ss1");
    public static final SecurityServerId PROVIDER_SERVER = new SecurityServerId(PROVIDER_MEMBER, "ss2");
    public static final GroupId.Global EVERYONE = new GroupId.Global(INSTANCE, "everyone");
    public static final String SERVICE_CODE = "registry";

    private SandboxIds() {}

    /** The path of the sample service as the consumer calls it. */
    public static String servicePath() {
        return "/r1/" + PROVIDER.encoded() + "/" + SERVICE_CODE;
    }
}

package org.ambergate.register;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which addresses can be reached at all. No name is resolved here: whether somebody answers is asked elsewhere. */
final class Addresses {
    private static final int NAME_CHARACTERS_MAX = 253;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?");
    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final Pattern DIGITS = Pattern.compile("\\d+");

    private Addresses() {}

    /** Whether other servers may reach a security server there (central server specification, section 4.5). */
    static boolean isReachable(String address, AddressRule rule) {
        if (address.length() > Texts.CHARACTERS_MAX) {
            return false;
        }
        boolean own = rule == AddressRule.THIS_MACHINE_TOO;
        Optional<InetAddress> literal = literal(address);
        if (literal.isPresent()) {
            return isReachable(literal.get(), own);
        }
        return isName(address) && (own || !isOwnName(address));
    }

    static boolean isLiteral(String address) {
        return literal(address).isPresent();
    }

    /** Whether it is an http or https address with a host that may exist. */
    static boolean isUrl(String text) {
        if (text.length() > Texts.CHARACTERS_MAX) {
            return false;
        }
        try {
            URI url = new URI(text);
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            String host = url.getHost() == null ? "" : url.getHost();
            return (scheme.equals("http") || scheme.equals("https"))
                    && (isName(host) || isLiteral(withoutBrackets(host)))
                    && url.getPort() <= 65_535
                    && url.getPort() != 0
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static boolean isReachable(InetAddress address, boolean own) {
        byte[] bytes = address.getAddress();
        boolean nowhere = address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || address.isLinkLocalAddress()
                // 240.0.0.0/4 is reserved and ends with the broadcast address; 0.0.0.0/8 means "this network"
                || (bytes.length == 4 && ((bytes[0] & 0xF0) == 0xF0 || bytes[0] == 0));
        return !nowhere && (own || !address.isLoopbackAddress());
    }

    private static Optional<InetAddress> literal(String text) {
        if (!IPV4.matcher(text).matches()
                && !(text.contains(":") && IPV6.matcher(text).matches())) {
            return Optional.empty();
        }
        try {
            // A text of this form is parsed and never looked up.
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static boolean isName(String text) {
        String ascii;
        try {
            ascii = IDN.toASCII(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
        String[] labels = ascii.split("\\.", -1);
        boolean wellFormed = ascii.length() <= NAME_CHARACTERS_MAX;
        for (String label : labels) {
            wellFormed &= LABEL.matcher(label).matches();
        }
        // A name that ends in a number is taken for an IP address by some, and is none.
        return wellFormed && !DIGITS.matcher(labels[labels.length - 1]).matches();
    }

    private static boolean isOwnName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("localhost") || lower.endsWith(".localhost");
    }
}

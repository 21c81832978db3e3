package org.ambergate.securityserver;

import java.util.Arrays;
import org.ambergate.config.SecurityServerSettings;
import org.ambergate.signing.PinSource;
import org.ambergate.signing.SoftwareToken;
import org.ambergate.signing.TokenException;

/** Opens the token with the PIN from where the settings say: file, else environment, else terminal. */
final class TokenOpener {
    private TokenOpener() {}

    static SoftwareToken open(SecurityServerSettings.Token settings) throws TokenException {
        char[] pin = source(settings).read();
        try {
            return SoftwareToken.open(settings.directory(), pin);
        } finally {
            Arrays.fill(pin, '\0');
        }
    }

    private static PinSource source(SecurityServerSettings.Token settings) {
        if (settings.pinFile().isPresent()) {
            return PinSource.file(settings.pinFile().get());
        }
        if (System.getenv().containsKey(settings.pinEnvironment())) {
            return PinSource.environment(System.getenv(), settings.pinEnvironment());
        }
        return PinSource.prompt("PIN of the token:");
    }
}

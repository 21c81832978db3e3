package org.ambergate.cli;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.identifier.ClientId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ambergate auditor-key}: a new key for an auditor. */
@Command(
        name = "auditor-key",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a new key for searching a security server's index.",
            "Prints the key itself on standard error, once; and on standard output the entry for auditor-keys.yaml in"
                    + " the server's data directory (mode 0600), under 'auditors:'. The entry holds the key's SHA-256"
                    + " only."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ambergate auditor-key --member all inspection 2>inspection.key",
            "  ambergate auditor-key --member DEV/ORG/1111 member-1111"
        })
final class AuditorKeyCommand implements Callable<Integer> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int KEY_BYTES = 32;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "the key's name, as it stands in the log of queries")
    private String name = "";

    @Option(
            names = "--member",
            required = true,
            paramLabel = "MEMBER",
            description = "whose records the key opens: all, or INSTANCE/CLASS/CODE")
    private String member = "";

    @Override
    public Integer call() {
        if (!NAME.matcher(name).matches()) {
            throw new ParameterException(
                    spec.commandLine(), "NAME has 1 to 64 letters, digits, dots, hyphens and underscores");
        }
        String scope = member.equals("all") ? member : memberOf(member);
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        spec.commandLine()
                .getOut()
                .printf(
                        "  - name: \"%s\"%n    member: \"%s\"%n    key-sha256: \"%s\"%n",
                        name,
                        scope,
                        DigestAlgorithm.SHA256
                                .of(key.getBytes(StandardCharsets.UTF_8))
                                .hex());
        spec.commandLine().getOut().flush();
        spec.commandLine().getErr().println(key);
        return ExitCodes.VALID;
    }

    private String memberOf(String text) {
        try {
            ClientId parsed = ClientId.parse(text);
            if (parsed.subsystemCode().isEmpty()) {
                return parsed.encoded();
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--member: " + e.getMessage(), e);
        }
        throw new ParameterException(spec.commandLine(), "--member is all or INSTANCE/CLASS/CODE");
    }
}

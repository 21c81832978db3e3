package org.ambergate.cli;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.messagelog.RememberedRoot;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code SIZE:ROOT} as {@code log verify} prints it: a number of records and 64 hexadecimal digits. */
final class RememberedRootConverter implements ITypeConverter<RememberedRoot> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18}):([0-9a-fA-F]{64})");

    @Override
    public RememberedRoot convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("must be a tree size and a root, as in 1234:5d3f... with 64 digits");
        }
        byte[] root = HexFormat.of().parseHex(matcher.group(2));
        return new RememberedRoot(Long.parseLong(matcher.group(1)), new Digest(DigestAlgorithm.SHA256, root));
    }
}

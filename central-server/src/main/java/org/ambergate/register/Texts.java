package org.ambergate.register;

import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;

/** Which texts are registered at all (central server specification, section 2). */
final class Texts {
    /** Longest text of any kind, characters. */
    static final int CHARACTERS_MAX = 255;

    private static final String NOT_IN_IDENTIFIERS = ":;%/\\";

    private Texts() {}

    /** Whether it may stand in an identifier: what would be read differently after trimming or escaping may not. */
    static boolean isIdentifierPart(String text) {
        return isLine(text)
                && text.strip().length() == text.length()
                && text.chars().noneMatch(c -> NOT_IN_IDENTIFIERS.indexOf(c) >= 0 || c == 0xFEFF || c == 0x200B);
    }

    /** Whether it is one non-blank line of at most 255 characters, all of which XML and UTF-8 can carry. */
    static boolean isLine(String text) {
        return !text.isBlank() && isLineOrEmpty(text);
    }

    /** The same, and an empty one too. */
    static boolean isLineOrEmpty(String text) {
        return text.length() <= CHARACTERS_MAX && text.codePoints().allMatch(Texts::canTravel);
    }

    static void checkPart(String text, String what) throws RefusedChangeException {
        if (!isIdentifierPart(text)) {
            throw Refusal.INVALID_IDENTIFIER.of(what);
        }
    }

    static void checkMember(MemberId id, String instance) throws RefusedChangeException {
        checkPart(id.memberClass(), "The member class");
        checkPart(id.memberCode(), "The member code");
        if (!id.instance().equals(instance)) {
            throw Refusal.OTHER_INSTANCE.of("The instance of the identifier");
        }
    }

    static void checkClient(ClientId id, String instance) throws RefusedChangeException {
        checkMember(id.member(), instance);
        if (id.subsystemCode().isPresent()) {
            checkPart(id.subsystemCode().get(), "The subsystem code");
        }
    }

    static void checkLine(String text, String what) throws RefusedChangeException {
        if (!isLine(text)) {
            throw Refusal.INVALID_TEXT.of(what);
        }
    }

    /** Neither half a surrogate pair, which has no UTF-8, nor what XML 1.0 has no way to write, nor control characters. */
    private static boolean canTravel(int codePoint) {
        return !Character.isISOControl(codePoint)
                && !(codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)
                && codePoint != 0xFFFE
                && codePoint != 0xFFFF;
    }
}

package org.ambergate.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.identifier.ClientId;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.RetentionRule;

/**
 * How long what is logged is kept.
 *
 * @param interval how often the log is looked through
 * @param rules of those that cover an exchange the first counts; without any, all is kept for ever
 */
public record RetentionSettings(Duration interval, List<RetentionRule> rules) {
    private static final int SERVICE_CHARACTERS_MAX = 255;

    /** Requests are recognised when they come again by what the log has of them; far more than an OCSP response lasts. */
    private static final Duration RECORDS_MIN = Duration.ofDays(7);

    private static final int RULES_MAX = 1_000;

    public RetentionSettings {
        rules = List.copyOf(rules);
    }

    /**
     * Reads the rules.
     *
     * @param archived whether there is an archive, without which records are kept
     */
    static RetentionSettings read(SettingsTree tree, boolean archived) throws SettingsException {
        List<RetentionRule> rules = new ArrayList<>();
        for (SettingsTree rule : tree.list("rules")) {
            rules.add(rule(rule));
        }
        if (!archived && rules.stream().anyMatch(rule -> rule.keepRecords().isPresent())) {
            throw tree.wrong("rules", "must not have keep-records without archive.directory");
        }
        if (rules.size() > RULES_MAX) {
            throw tree.wrong("rules", "must be " + RULES_MAX + " at most");
        }
        Duration day = Duration.ofDays(1);
        return new RetentionSettings(
                tree.duration("interval", day, Duration.ofSeconds(1), day.multipliedBy(30)), rules);
    }

    private static RetentionRule rule(SettingsTree tree) throws SettingsException {
        RetentionRule rule = new RetentionRule(
                party(tree),
                service(tree),
                side(tree),
                duration(tree, "keep-bodies", Duration.ofSeconds(1)),
                duration(tree, "keep-records", RECORDS_MIN));
        if (rule.keepBodies().isEmpty() && rule.keepRecords().isEmpty()) {
            throw tree.wrong("keep-bodies", "or keep-records must be there");
        }
        return rule;
    }

    private static Optional<ClientId> party(SettingsTree tree) throws SettingsException {
        Optional<String> text = tree.text("party");
        try {
            return text.map(ClientId::parse);
        } catch (IllegalArgumentException e) {
            throw tree.wrong("party", "must be INSTANCE/CLASS/MEMBER or INSTANCE/CLASS/MEMBER/SUBSYSTEM");
        }
    }

    private static Optional<String> service(SettingsTree tree) throws SettingsException {
        Optional<String> code = tree.text("service");
        if (code.isPresent()
                && (code.get().isEmpty()
                        || code.get().length() > SERVICE_CHARACTERS_MAX
                        || code.get().chars().anyMatch(Character::isISOControl))) {
            throw tree.wrong("service", "must be a service code");
        }
        return code;
    }

    private static Optional<ExchangeSide> side(SettingsTree tree) throws SettingsException {
        Optional<String> side = tree.text("side");
        if (side.isEmpty()) {
            return Optional.empty();
        }
        return switch (side.get()) {
            case "consumer" -> Optional.of(ExchangeSide.CONSUMER);
            case "provider" -> Optional.of(ExchangeSide.PROVIDER);
            default -> throw tree.wrong("side", "must be consumer or provider");
        };
    }

    private static Optional<Duration> duration(SettingsTree tree, String key, Duration min) throws SettingsException {
        if (tree.text(key).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                tree.duration(key, Duration.ofDays(1), min, Duration.ofDays(365).multipliedBy(100)));
    }
}

package org.ambergate.journal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ambergate.messagelog.RetentionRule;
import org.ambergate.messagelog.SequenceRange;

/**
 * Bodies that are to go, rule by rule, gathered in the order of the log. Neighbours become one range if no body that
 * stays lies between them.
 */
final class DueBodies {
    private final Map<RetentionRule, List<SequenceRange>> ranges = new LinkedHashMap<>();
    private Optional<RetentionRule> last = Optional.empty();

    /** The next body in the log, which is to go by a rule. */
    void add(long sequence, RetentionRule rule) {
        List<SequenceRange> ofRule = ranges.computeIfAbsent(rule, r -> new ArrayList<>());
        if (last.isPresent() && last.get().equals(rule)) {
            SequenceRange before = ofRule.remove(ofRule.size() - 1);
            ofRule.add(new SequenceRange(before.first(), sequence));
        } else {
            ofRule.add(new SequenceRange(sequence, sequence));
        }
        last = Optional.of(rule);
    }

    /** The next body in the log, which stays. */
    void keep() {
        last = Optional.empty();
    }

    Map<RetentionRule, List<SequenceRange>> byRule() {
        return ranges;
    }
}

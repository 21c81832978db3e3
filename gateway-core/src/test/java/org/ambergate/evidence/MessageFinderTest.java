package org.ambergate.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.ambergate.identifier.ClientId;
import org.ambergate.messagelog.DamagedLogException;
import org.ambergate.messagelog.LogLookup;
import org.ambergate.testsupport.Evidence;
import org.ambergate.testsupport.EvidenceLog;
import org.ambergate.testsupport.EvidenceLog.Draft;
import org.junit.jupiter.api.Test;

/** Finding messages and their time-stamps in a log of several segments. */
final class MessageFinderTest {
    private static final int SEGMENTS = 40;
    private static final ClientId CLIENT = ClientId.parse(EvidenceLog.CLIENT);

    private final EvidenceLog log = new EvidenceLog(new Evidence());
    private final List<Long> messages = new ArrayList<>();

    @Test
    void everyMessageIsFoundUnderTheTimestampBehindIt() throws Exception {
        List<Long> stamps = write(SEGMENTS);

        for (int i = 0; i < messages.size(); i++) {
            List<FoundMessage> found = finder().bySequence(new TreeSet<>(List.of(messages.get(i))));
            assertThat(found).hasSize(1);
            assertThat(found.get(0).place().sequence()).isEqualTo(messages.get(i));
            assertThat(found.get(0).timestamp().orElseThrow().sequence()).isEqualTo(stamps.get(i / 2));
        }
        assertThat(finder().bySequence(new TreeSet<>(messages)))
                .hasSameSizeAs(messages)
                .allMatch(message -> message.timestamp().isPresent());
    }

    @Test
    void aMessageIsFoundWithoutReadingTheLog() throws Exception {
        write(SEGMENTS);
        long total = bytes();

        finder().bySequence(new TreeSet<>(List.of(messages.get(50))));

        assertThat(log.opened()).isLessThan(SEGMENTS);
        assertThat(log.read()).isLessThan(total / 4);
    }

    @Test
    void whatLiesBetweenFarMessagesIsNotRead() throws Exception {
        write(SEGMENTS);
        for (int i = 0; i < 5000; i++) {
            log.commit();
        }
        log.nextSegment();
        messages.addAll(log.log(Draft.request("far")));
        log.nextSegment();
        long stamp = log.stamp();
        long total = bytes();

        List<FoundMessage> found =
                finder().bySequence(new TreeSet<>(List.of(messages.get(0), messages.get(messages.size() - 1))));

        assertThat(found).hasSize(2).allMatch(message -> message.timestamp().isPresent());
        assertThat(found.get(1).timestamp().orElseThrow().sequence()).isEqualTo(stamp);
        assertThat(log.read()).isLessThan(total / 4);
    }

    @Test
    void aFarMessageOfTheSameSegmentIsReadToInOneGo() throws Exception {
        messages.addAll(log.log(Draft.request("near")));
        log.stamp();
        for (int i = 0; i < 6000; i++) {
            log.commit();
        }
        messages.addAll(log.log(Draft.request("far")));
        long stamp = log.stamp();
        long total = bytes();

        List<FoundMessage> found = finder().bySequence(new TreeSet<>(messages));

        assertThat(found).hasSize(2).allMatch(message -> message.timestamp().isPresent());
        assertThat(found.get(1).timestamp().orElseThrow().sequence()).isEqualTo(stamp);
        assertThat(log.opened()).isLessThan(20);
        assertThat(log.read()).isLessThan(2 * total);
    }

    @Test
    void whoFollowsASearchCanBreakItOff() throws Exception {
        write(3);

        assertThatThrownBy(() -> new MessageFinder(lookup(), Long.MAX_VALUE, position -> {
                            throw new IOException("enough");
                        })
                        .bySequence(new TreeSet<>(messages)))
                .hasMessage("enough");
        assertThat(log.read()).isLessThan(bytes() / 2);
    }

    @Test
    void whatIsNoMessageOrNotInTheLogIsNotFound() throws Exception {
        List<Long> stamps = write(3);

        assertThat(finder().bySequence(new TreeSet<>(List.of(0L, stamps.get(0), log.records(), Long.MAX_VALUE))))
                .isEmpty();
        assertThat(finder().bySequence(new TreeSet<>())).isEmpty();
        assertThat(new MessageFinder(new LogLookup(log.source(), 2), Long.MAX_VALUE, p -> {})
                        .bySequence(new TreeSet<>(messages)))
                .hasSize(messages.size() - 2);
        assertThat(new MessageFinder(new LogLookup(log.source(), 4), Long.MAX_VALUE, p -> {})
                        .bySequence(new TreeSet<>(messages)))
                .isEmpty();
    }

    @Test
    void groupsThatMayStillBeCutOffAreNotLookedAt() throws Exception {
        messages.addAll(log.log(Draft.request("a")));
        long durable = log.records();
        messages.addAll(log.log(Draft.request("b")));
        log.stamp();

        List<FoundMessage> found = new MessageFinder(lookup(), durable, p -> {}).bySequence(new TreeSet<>(messages));

        assertThat(found).hasSize(1);
        assertThat(found.get(0).timestamp()).isEmpty();
    }

    @Test
    void damageBeforeTheTimestampIsReportedAndDamageBehindItIsNot() throws Exception {
        write(3);
        log.flip(3, log.length(3) - 200);

        assertThat(finder().bySequence(new TreeSet<>(messages.subList(0, 2)))).hasSize(2);
        log.nextSegment();
        assertThatThrownBy(() -> finder().bySequence(new TreeSet<>(messages)))
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("0000000003.segment");
    }

    @Test
    void messagesAreFoundByQueryIdAndLocalClient() throws Exception {
        write(3);

        List<FoundMessage> found = finder().matching(MessageFilter.of("Q1", CLIENT), 10);
        assertThat(found).hasSize(2).allMatch(message -> message.timestamp().isPresent());
        assertThat(found).allMatch(message -> message.queryId().equals("Q1"));
        assertThat(finder().matching(MessageFilter.of("Q1", ClientId.parse("TEST/COM/1234/OTHER")), 10))
                .isEmpty();
        assertThat(finder().matching(MessageFilter.of("Q", CLIENT), 10)).isEmpty();
    }

    @Test
    void noMoreMessagesAreFoundThanAskedFor() throws Exception {
        write(3);

        List<FoundMessage> found = finder().matching(message -> true, 3);

        assertThat(found).extracting(m -> m.place().sequence()).isEqualTo(messages.subList(0, 3));
        assertThat(found).allMatch(message -> message.timestamp().isPresent());
        assertThat(finder().matching(message -> true, 6)).hasSize(6);
        assertThat(finder().matching(message -> true, 7)).hasSize(6);
    }

    /** Segments of a request and a response each, whose time-stamp stands at the beginning of the next one. */
    private List<Long> write(int segments) throws Exception {
        List<Long> stamps = new ArrayList<>();
        for (int i = 0; i < segments; i++) {
            if (i > 0) {
                log.nextSegment();
                stamps.add(log.stamp());
            }
            messages.addAll(log.log(Draft.request("Q" + i)));
            messages.addAll(log.log(Draft.response("Q" + i, new byte[300_000])));
        }
        stamps.add(log.stamp());
        return stamps;
    }

    private long bytes() {
        long total = 0;
        for (int i = 1; i <= log.segments(); i++) {
            total += log.length(i);
        }
        return total;
    }

    private MessageFinder finder() {
        return new MessageFinder(lookup(), Long.MAX_VALUE, p -> {});
    }

    private LogLookup lookup() {
        return new LogLookup(log.source(), 1);
    }
}

package org.ambergate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LogFormat;
import org.ambergate.messagelog.LoggedExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditQueryTest {
    @Test
    void theOrderOfFiltersDoesNotMatter() {
        AuditQuery one = AuditQuery.everything().with(AuditFilter.ISSUE, "7").with(AuditFilter.SIDE, "consumer");
        AuditQuery other =
                AuditQuery.everything().with(AuditFilter.SIDE, "consumer").with(AuditFilter.ISSUE, "7");

        assertThat(one).isEqualTo(other);
        assertThat(one.canonical()).isEqualTo(other.canonical()).isEqualTo("issue=7&side=consumer");
    }

    @Test
    void aValueCannotPassForAnotherFilter() {
        assertThat(AuditQuery.everything()
                        .with(AuditFilter.ISSUE, "7&side=consumer")
                        .canonical())
                .isEqualTo("issue=7%26side%3Dconsumer");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-05, 2026-01-05T00:00:00Z",
        "2026-01-05T10:00:00Z, 2026-01-05T10:00:00Z",
        "2026-01-05T12:00:00+02:00, 2026-01-05T10:00:00Z",
        "2026-01-05T10:00:00.0001Z, 2026-01-05T10:00:00.001Z"
    })
    void timesHaveOneForm(String given, String expected) {
        assertThat(AuditQuery.everything().with(AuditFilter.FROM, given).from()).contains(Instant.parse(expected));
    }

    @Test
    void theLongestQueryFitsIntoARecordOfTheLog() {
        AuditQuery query = AuditQuery.everything();
        String part = "%C3%A4".repeat(40);
        for (AuditFilter filter : AuditFilter.values()) {
            query = switch (filter) {
                case FROM, BEFORE -> query.with(filter, "2026-01-05");
                case CLIENT, PROVIDER -> query.with(filter, String.join("/", part, part, part, part));
                case SERVICE -> query.with(filter, "A/B/" + String.join("/", part, part, part));
                case MEMBER -> query.with(filter, String.join("/", part, part, part));
                case MESSAGE_ID, REQUEST_ID, ISSUE, USER_ID -> query.with(filter, "\u2615".repeat(1024));
                case DIRECTION -> query.with(filter, "response");
                case SIDE -> query.with(filter, "consumer");
                case OUTCOME -> query.with(filter, "unknown_at_provider");
                case ORDER -> query.with(filter, "oldest");
            };
        }

        assertThat(query.canonical().length()).isLessThan(LogFormat.TEXT_BYTES_MAX - 2_000);
    }

    @Test
    void aFilterIsGivenOnce() {
        AuditQuery query = AuditQuery.everything().with(AuditFilter.ISSUE, "7");

        assertThatThrownBy(() -> query.with(AuditFilter.ISSUE, "8")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatWasPrintedIsReadBack() {
        AuditRecord record = new AuditRecord(
                new AuditRecord.Place(5, 1, 32),
                RecordKind.RESPONSE,
                Instant.parse("2026-01-05T10:00:00.123Z"),
                new LoggedExchange(ExchangeSide.PROVIDER, "q\u0000\"", "r", "A/B/1/c", "A/B/2/d/e"),
                new AuditRecord.Subject(Optional.of("i"), Optional.empty()),
                5,
                new AuditRecord.End(TerminalState.FAILED, "server.clientproxy.io_error"));
        AuditPage page = new AuditPage(List.of(record), Optional.of("next"), 9);

        assertThat(AuditJson.parsePage(AuditJson.print(page))).isEqualTo(page);
        List<ExchangeTrace> traces = ExchangeTrace.group(List.of(record));
        assertThat(AuditJson.parseTraces(AuditJson.print(traces))).isEqualTo(traces);
        assertThat(AuditJson.print(page)).doesNotContain("\u0000");
    }
}

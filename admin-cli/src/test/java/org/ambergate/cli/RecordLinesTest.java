package org.ambergate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.ambergate.audit.AuditRecord;
import org.ambergate.audit.RecordKind;
import org.ambergate.audit.TerminalState;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LoggedExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of records whose texts were chosen by an enemy (threat T-101). */
class RecordLinesTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", " =1", "\uFF1D1", "=HYPERLINK(\"http://x\")"})
    void aFormulaBecomesAText(String formula) {
        assertThat(RecordLines.cell(formula)).startsWith("\"'").endsWith("\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"a|a", "a,b|\"a,b\"", "a\"b|\"a\"\"b\"", "a;b|\"a;b\"", "2026-01-05T10:00:00Z|2026-01-05T10:00:00Z"
            })
    void aCellIsQuotedWhereItMust(String value, String expected) {
        assertThat(RecordLines.cell(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "\u001b[2Jx", "\u0000", "\u202Eabc", "\u2028", "\t=1"})
    void controlCharactersNeverReachATerminal(String hostile) {
        AuditRecord record = new AuditRecord(
                new AuditRecord.Place(1, 1, 32),
                RecordKind.OUTCOME,
                Instant.EPOCH,
                new LoggedExchange(ExchangeSide.CONSUMER, hostile, hostile, hostile, hostile),
                new AuditRecord.Subject(Optional.of(hostile), Optional.of(hostile)),
                0,
                new AuditRecord.End(TerminalState.FAILED, hostile));

        for (String line : new String[] {RecordLines.text(record), RecordLines.csv(record)}) {
            assertThat(line.codePoints()
                                    .filter(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)
                                    .count()
                            + line.chars().filter(c -> c == '\u2028').count())
                    .as(line)
                    .isZero();
        }
    }

    @Test
    void aLineHasACellForEachHeading() {
        AuditRecord record = new AuditRecord(
                new AuditRecord.Place(1, 1, 32),
                RecordKind.REQUEST,
                Instant.EPOCH,
                new LoggedExchange(ExchangeSide.CONSUMER, "q", "r", "A/B/1/c", "A/B/2/d/e"),
                AuditRecord.Subject.NONE,
                5,
                AuditRecord.End.OPEN);

        assertThat(RecordLines.csv(record).split(",", -1)).hasSize(RecordLines.CSV_HEADING.split(",").length);
    }
}

package org.ambergate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.message.Field;
import org.ambergate.message.RestRequestHead;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedBody;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.messagelog.MessageDirection;
import org.ambergate.messagelog.RecordPlace;
import org.ambergate.signature.SignatureParts;
import org.junit.jupiter.api.Test;

class RecordReadingTest {
    private static final LoggedExchange EXCHANGE =
            new LoggedExchange(ExchangeSide.CONSUMER, "Q", "R", "TEST/GOV/1/app", "TEST/COM/2/db/get");

    @Test
    void theSubjectIsFoundHoweverItsFieldsAreWritten() throws Exception {
        for (String issue : List.of("X-Road-Issue", "x-road-issue", "X-ROAD-ISSUE", "x-RoAd-IsSuE")) {
            assertThat(subject(head(new Field(issue, "I-1")))).isEqualTo(subjectOf("I-1", ""));
        }
        for (String user : List.of("X-Road-UserId", "x-road-userid", "X-ROAD-USERID")) {
            assertThat(subject(head(new Field(user, "EE1")))).isEqualTo(subjectOf("", "EE1"));
        }
        assertThat(subject(head(new Field("X-Road-UserId", "EE1"), new Field("X-Road-Issue", "I-1"))))
                .isEqualTo(subjectOf("I-1", "EE1"));
    }

    @Test
    void aHeadWithoutThoseFieldsOrThatIsNoneHasNoSubject() throws Exception {
        assertThat(subject(head())).isEqualTo(AuditRecord.Subject.NONE);
        assertThat(subject(new byte[0])).isEqualTo(AuditRecord.Subject.NONE);
        assertThat(subject("x-road-issue".getBytes(StandardCharsets.US_ASCII))).isEqualTo(AuditRecord.Subject.NONE);
    }

    private static AuditRecord.Subject subjectOf(String issue, String user) {
        return new AuditRecord.Subject(
                Optional.of(issue).filter(text -> !text.isEmpty()),
                Optional.of(user).filter(text -> !text.isEmpty()));
    }

    private static byte[] head(Field... subject) throws Exception {
        List<Field> fields = new ArrayList<>(
                List.of(new Field("X-Road-Client", EXCHANGE.clientId()), new Field("X-Road-Id", EXCHANGE.queryId())));
        fields.addAll(List.of(subject));
        return RestRequestHead.fromConsumer("GET", "/r1/" + EXCHANGE.serviceId(), fields, "R", "unused")
                .bytes();
    }

    private static AuditRecord.Subject subject(byte[] head) {
        LoggedMessage message = new LoggedMessage(
                EXCHANGE,
                MessageDirection.REQUEST,
                Instant.EPOCH,
                head,
                new SignatureParts(new byte[0], Optional.empty()),
                LoggedBody.absent());
        return RecordReading.of(new RecordPlace("0000000001.segment", 32, 1), new LogRecord.Message(message))
                .orElseThrow()
                .subject();
    }
}

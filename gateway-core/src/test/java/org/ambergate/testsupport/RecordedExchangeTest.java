package org.ambergate.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordedExchangeTest {
    @Test
    void everyRecordedRestExchangeIsFound() {
        assertThat(RecordedExchange.all()).hasSize(36);
        assertThat(RecordedExchange.answered()).hasSize(32);
    }

    @Test
    void theChunkFramingIsRemoved() {
        assertThat(RecordedExchange.of("01").request().body()).hasSize(8644);
        assertThat(RecordedExchange.of("01").response().body()).hasSize(8939);
    }
}

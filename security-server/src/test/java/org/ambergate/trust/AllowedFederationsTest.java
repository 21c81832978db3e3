package org.ambergate.trust;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedFederationsTest {
    @ParameterizedTest
    @CsvSource({
        "none, false",
        "'', false",
        "all, true",
        "ALL, true",
        "'all, none', false",
        "'ee, NONE', false",
        "ee, true",
        "EE, true",
        "' fi , Ee ', true",
        "fi, false",
        "eee, false"
    })
    void theSettingIsReadWithoutCaseAndNoneOutweighsAll(String setting, boolean allowed) {
        assertThat(AllowedFederations.parse(setting).allows("Ee")).isEqualTo(allowed);
    }
}

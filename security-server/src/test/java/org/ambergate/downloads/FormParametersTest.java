package org.ambergate.downloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormParametersTest {
    @ParameterizedTest
    @CsvSource({
        "a=b, b",
        "a=b+c, b c",
        "a=b%2Bc, b+c",
        "a=%C3%b6, ö",
        "a=%E2%82%AC, €",
        "a=%F0%9F%98%80, 😀",
        "a=%26%3d, &=",
        "%61=b, b",
        "a=b=c, b=c",
        "x=1&a=b&&y, b",
    })
    void aValueIsDecodedOnce(String query, String value) throws Exception {
        assertThat(FormParameters.parse(query).value("a")).hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a=", "a=false", "x&a&y", "%61"})
    void aFlagCountsByPresence(String query) throws Exception {
        assertThat(FormParameters.parse(query).flag("a")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "aa", "=a", "b=a", "+a", "a%00"})
    void anotherNameIsAnotherParameter(String query) throws Exception {
        assertThat(FormParameters.parse(query).flag("a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=%",
                "a=%4",
                "a=%zz",
                "a=%4g",
                "a=%g4",
                "a=%+4",
                "a=%-4",
                "a=%u0041",
                "%zz=a",
                "x=%zz",
                "a=%ff",
                "a=%c3",
                "a=%c0%80",
                "a=%ed%a0%80",
                "a=%e2%82",
                "a=%f8%88%80%80%80"
            })
    void whatIsNotPercentEncodedUtf8IsRefused(String query) {
        assertThatThrownBy(() -> FormParameters.parse(query))
                .isInstanceOfSatisfying(
                        RefusedDownloadException.class,
                        e -> assertThat(e.status()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1&a=1", "a=1&a=2", "a&a", "a=1&%61=1"})
    void aDoubledParameterIsRefusedWhenItIsAskedFor(String query) throws Exception {
        FormParameters parameters = FormParameters.parse(query + "&b=1");

        assertThat(parameters.value("b")).hasValue("1");
        assertThatThrownBy(() -> parameters.value("a")).isInstanceOf(RefusedDownloadException.class);
        assertThatThrownBy(() -> parameters.flag("a")).isInstanceOf(RefusedDownloadException.class);
    }

    @Test
    void whatIsNotGivenIsNotThere() throws Exception {
        assertThat(FormParameters.parse("b=1").value("a")).isEmpty();
    }
}

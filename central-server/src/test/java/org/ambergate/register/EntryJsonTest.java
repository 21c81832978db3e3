package org.ambergate.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is stored, of every kind. */
class EntryJsonTest {
    private static final Set<String> OPTIONAL = Set.of(
            "managementServiceProvider",
            "ocspFetchIntervalSeconds",
            "verifyNextUpdate",
            "monitoringClient",
            "maintenance",
            "certificateRequestFormat",
            "acme",
            "costType");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private List<HistoryRow> rows;

    @BeforeEach
    void fill() throws Exception {
        String file = directory.resolve("register.db").toString();
        try (Register register = Register.open(file, AddressRule.OTHER_MACHINES, Clock.systemUTC())) {
            Sample.full(register);
            rows = register.history().rows(0, RegisterHistory.PAGE_ROWS_MAX);
        }
    }

    @Test
    void everyKindIsReadAndWrittenAsTheSameText() {
        Set<EntryKind> kinds = EnumSet.noneOf(EntryKind.class);
        for (HistoryRow row : rows) {
            String value = row.after().orElseThrow();
            Registered entry = EntryReader.read(row.key().kind(), value);
            assertThat(EntryWriter.write(entry)).isEqualTo(value);
            assertThat(entry.key()).isEqualTo(row.key());
            kinds.add(row.key().kind());
        }
        assertThat(kinds).isEqualTo(EnumSet.allOf(EntryKind.class));
    }

    @Test
    void membersAreSortedAtEveryDepth() {
        ObjectNode outer = CanonicalJson.object();
        outer.put("b", 1);
        outer.putObject("a").put("z", "\u00fc\"\\").put("c", true);
        assertThat(CanonicalJson.write(outer)).isEqualTo("{\"a\":{\"c\":true,\"z\":\"\u00fc\\\"\\\\\"},\"b\":1}");
    }

    @Test
    void noTruncatedValueIsRead() {
        for (HistoryRow row : rows) {
            String value = row.after().orElseThrow();
            for (int length = 0; length < value.length(); length++) {
                String truncated = value.substring(0, length);
                assertThatThrownBy(() -> EntryReader.read(row.key().kind(), truncated))
                        .isInstanceOf(DamagedRegisterException.class);
            }
        }
    }

    @Test
    void noValueWithoutAMandatoryFieldIsRead() {
        for (HistoryRow row : rows) {
            EntryKind kind = row.key().kind();
            JsonNode value = CanonicalJson.read(row.after().orElseThrow());
            for (String field : value.propertyNames()) {
                boolean informative = kind == EntryKind.TRUSTED_ANCHOR && !field.equals("file");
                boolean optionalName = kind == EntryKind.SUBSYSTEM && field.equals("name");
                if (OPTIONAL.contains(field) || informative || optionalName) {
                    continue;
                }
                ObjectNode without = (ObjectNode) CanonicalJson.read(row.after().orElseThrow());
                without.remove(field);
                assertThatThrownBy(() -> EntryReader.read(kind, CanonicalJson.write(without)))
                        .as("%s without %s", kind, field)
                        .isInstanceOf(DamagedRegisterException.class);
            }
        }
    }

    @Test
    void aValueOfAnotherKindIsNotRead() {
        assertThatThrownBy(() -> EntryReader.read(EntryKind.MEMBER, "[]")).isInstanceOf(DamagedRegisterException.class);
        assertThatThrownBy(() -> EntryReader.read(EntryKind.MEMBER, "{\"id\":[\"a\",\"b\"],\"name\":\"n\"}"))
                .isInstanceOf(DamagedRegisterException.class);
        assertThatThrownBy(() -> EntryReader.read(EntryKind.MEMBER, "{\"id\":[\"a\",\"b\",\"c\"],\"name\":1}"))
                .isInstanceOf(DamagedRegisterException.class);
        assertThatThrownBy(() -> HistoryReplay.read("NOTHING", "{}")).isInstanceOf(DamagedRegisterException.class);
    }
}

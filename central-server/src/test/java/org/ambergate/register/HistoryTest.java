package org.ambergate.register;

import static org.ambergate.register.Sample.ALICE;
import static org.ambergate.register.Sample.CLIENT;
import static org.ambergate.register.Sample.OTHER;
import static org.ambergate.register.Sample.OWNER;
import static org.ambergate.register.Sample.SERVER;
import static org.ambergate.register.Sample.SUBSYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.ambergate.globalconf.Member;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.ambergate.register.HistoryVerdict.Damage;
import org.ambergate.register.HistoryVerdict.Finding;
import org.ambergate.testsupport.ManualClock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class HistoryTest {
    private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");
    private static final List<String> COLUMNS = List.of(
            "change", "time_ms", "actor", "action", "id", "kind", "name", "value_before", "value_after", "hash");

    @Parameter
    @SuppressWarnings("NullAway.Init")
    TestDatabase database;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final ManualClock clock = new ManualClock(START);

    @SuppressWarnings("NullAway.Init")
    private Register register;

    @SuppressWarnings("NullAway.Init")
    private Jdbi raw;

    @BeforeEach
    void open() throws IOException {
        String setting = database.create(directory);
        register = Register.open(setting, AddressRule.OTHER_MACHINES, clock);
        raw = TestDatabase.jdbi(setting);
    }

    @AfterEach
    void close() {
        register.close();
    }

    @Test
    void theDatabaseItselfRefusesToAlterTheHistory() throws Exception {
        Sample.small(register);
        for (String statement : List.of(
                "UPDATE history SET actor = 'mallory' WHERE sequence = 2",
                "DELETE FROM history WHERE sequence = 2",
                "DELETE FROM history")) {
            assertThatThrownBy(() -> execute(statement)).hasMessageContaining("history is");
        }
        if (database == TestDatabase.POSTGRESQL) {
            assertThatThrownBy(() -> execute("TRUNCATE history")).hasMessageContaining("history is");
        }
        assertThat(register.history().verify()).isEqualTo(intact());
    }

    @Test
    void oneAlteredByteInAnyColumnOfAnyRowIsFoundInThatRow() throws Exception {
        Sample.small(register);
        database.openHistory(raw);
        long rows = register.history().head().sequence();
        for (long sequence = 1; sequence <= rows; sequence++) {
            for (String column : COLUMNS) {
                boolean number = column.equals("change") || column.equals("time_ms");
                String altered = number ? column + " + 1" : "'!' || " + column;
                String restored = number ? column + " - 1" : "substr(" + column + ", 2)";
                execute("UPDATE history SET " + column + " = " + altered + " WHERE sequence = " + sequence);
                assertThat(damage()).as(column).isEqualTo(new Damage(sequence, Finding.HASH_DIFFERS));
                execute("UPDATE history SET " + column + " = " + restored + " WHERE sequence = " + sequence);
            }
        }
        assertThat(register.history().verify()).isEqualTo(intact());
    }

    @Test
    void oneAlteredBitInsideAValueIsFound() throws Exception {
        Sample.small(register);
        database.openHistory(raw);
        long row = register.renameMember(ALICE, OTHER, "Sud").number();
        execute("UPDATE history SET value_after = replace(value_after, 'Sud', 'Sue') WHERE sequence = " + row);
        assertThat(damage()).isEqualTo(new Damage(row, Finding.HASH_DIFFERS));
    }

    @Test
    void aDeletedRowIsNamedWhereverItWas() throws Exception {
        Sample.small(register);
        database.openHistory(raw);
        HistoryHead head = register.history().head();
        execute("CREATE TABLE kept AS SELECT * FROM history");
        for (long sequence = 1; sequence <= head.sequence(); sequence++) {
            execute("DELETE FROM history WHERE sequence = " + sequence);
            assertThat(damage()).isEqualTo(new Damage(sequence, Finding.ROW_IS_MISSING));
            execute("INSERT INTO history SELECT * FROM kept WHERE sequence = " + sequence);
        }
        assertThat(register.history().verify()).isEqualTo(intact());
    }

    @Test
    void rowsInAnotherOrderAreFoundAtTheFirstOfThem() throws Exception {
        Sample.small(register);
        database.openHistory(raw);
        swap(3, 5);
        assertThat(damage()).isEqualTo(new Damage(3, Finding.HASH_DIFFERS));
        swap(3, 5);
        swap(7, 8);
        assertThat(damage()).isEqualTo(new Damage(7, Finding.HASH_DIFFERS));
    }

    @Test
    void anEndThatWasCutOffIsFoundAsLongAsTheRegisterRemembersIt() throws Exception {
        Sample.small(register);
        database.openHistory(raw);
        HistoryHead noted = register.renameMember(ALICE, OTHER, "Renamed").head();
        execute("DELETE FROM history WHERE sequence = " + noted.sequence());
        assertThat(damage()).isEqualTo(new Damage(noted.sequence(), Finding.ROW_IS_MISSING));
        assertThatThrownBy(() -> register.renameMember(ALICE, OTHER, "Again")).isInstanceOf(IOException.class);
    }

    @Test
    void whoRewritesTheWholeDatabaseIsFoundByANotedEnd() throws Exception {
        Sample.small(register);
        HistoryHead early = register.history().head();
        HistoryHead late = register.renameMember(ALICE, OTHER, "Renamed").head();
        assertThat(register.history().verify(early).intact()).isTrue();
        assertThat(register.history().verify(late).intact()).isTrue();
        cutBackTo(early);
        execute("UPDATE registered SET value = replace(value, 'Renamed', 'Süd')");
        assertThat(register.history().verify().intact()).isTrue();
        assertThat(register.history().verify(late).damage())
                .contains(new Damage(late.sequence(), Finding.NOTED_HASH_DIFFERS));
        register.renameMember(ALICE, OTHER, "Forged");
        assertThat(register.history().verify().intact()).isTrue();
        assertThat(register.history().verify(late).damage())
                .contains(new Damage(late.sequence(), Finding.NOTED_HASH_DIFFERS));
        assertThat(register.history().verify(early).intact()).isTrue();
    }

    @Test
    void aRegisterThatIsNotWhatItsHistorySaysIsFound() throws Exception {
        Sample.small(register);
        long last = register.history().head().sequence();
        execute("UPDATE registered SET value = replace(value, 'Süd', 'Nord') WHERE kind = 'MEMBER'");
        assertThat(damage()).isEqualTo(new Damage(last, Finding.REGISTER_DIFFERS));
        execute("UPDATE registered SET value = replace(value, 'Nord', 'Süd') WHERE kind = 'MEMBER'");
        assertThat(register.history().verify().intact()).isTrue();
        execute("DELETE FROM needs");
        assertThat(damage()).isEqualTo(new Damage(last, Finding.REGISTER_DIFFERS));
        execute("DELETE FROM registered WHERE kind = 'SERVER_CLIENT'");
        assertThat(damage()).isEqualTo(new Damage(last, Finding.REGISTER_DIFFERS));
    }

    @Test
    void aChangeOnTopOfAnAlteredRegisterIsFoundInTheHistory() throws Exception {
        Sample.small(register);
        execute("UPDATE registered SET value = replace(value, 'Süd', 'Nord') WHERE kind = 'MEMBER'");
        long row = register.renameMember(ALICE, OTHER, "West").number();
        assertThat(damage()).isEqualTo(new Damage(row, Finding.BEFORE_DIFFERS));
    }

    @Test
    void anotherEndThanTheLastRowIsFound() throws Exception {
        Sample.small(register);
        HistoryHead head = register.history().head();
        execute("UPDATE history_head SET hash = '" + "1".repeat(64) + "'");
        assertThat(damage()).isEqualTo(new Damage(head.sequence(), Finding.END_DIFFERS));
        execute("UPDATE history_head SET hash = '" + head.hash() + "', sequence = sequence - 1");
        assertThat(damage()).isEqualTo(new Damage(head.sequence(), Finding.END_DIFFERS));
        assertThatThrownBy(() -> register.renameMember(ALICE, OTHER, "Again")).isInstanceOf(IOException.class);
        execute("DELETE FROM history_head");
        assertThat(damage()).isEqualTo(new Damage(head.sequence(), Finding.END_DIFFERS));
        assertThatThrownBy(() -> register.renameMember(ALICE, OTHER, "Again")).isInstanceOf(IOException.class);
    }

    @Test
    void timeThatGoesBackIsFound() throws Exception {
        StoredRow first = StoredRow.following(
                HistoryHead.EMPTY, 1, START, ALICE, Action.ADD_GROUP, EntryKey.group("a"), "", "{}");
        StoredRow earlier = StoredRow.following(
                first.head(), 2, START.minusMillis(1), ALICE, Action.ADD_GROUP, EntryKey.group("b"), "", "{}");
        HistoryVerifier verifier = new HistoryVerifier(Optional.empty());
        assertThat(verifier.next(first)).isEmpty();
        assertThat(verifier.next(earlier)).contains(new Damage(2, Finding.TIME_GOES_BACK));
    }

    @Test
    void theHashOfARowIsWhatTheFormatSays() {
        StoredRow row = StoredRow.following(
                HistoryHead.EMPTY, 1, START, ALICE, Action.ADD_GROUP, EntryKey.group("a"), "", "{}");
        assertThat(row.id()).isEqualTo("2ccf8ab7b5d24a9db5de7ebf14a378646194f982d2ee428b834c545182e18192");
        assertThat(row.hash()).isEqualTo("5654c5f1ec371a30bb9cf1a6a568941ea2afb0a9c9d6dd750c115abd60a93f19");
    }

    @Test
    void everyPastStateIsFoundByItsTime() throws Exception {
        Sample.full(register);
        RegisterSnapshot first = register.snapshot().orElseThrow();
        clock.set(START.plusMillis(1));
        register.changeAddress(ALICE, SERVER, "other.example");
        RegisterSnapshot second = register.snapshot().orElseThrow();
        clock.set(START.plusSeconds(60));
        register.disableClient(ALICE, SERVER, CLIENT);
        register.enableClient(ALICE, SERVER, ClientId.member(OTHER));
        RegisterSnapshot third = register.snapshot().orElseThrow();
        clock.set(START.plusSeconds(120));
        register.changeOwner(ALICE, SERVER, OTHER);

        assertThat(at(START.minusMillis(1))).isEmpty();
        assertThat(at(Instant.MIN)).isEmpty();
        assertThat(Sample.facts(at(Instant.MAX).orElseThrow()))
                .isEqualTo(Sample.facts(register.snapshot().orElseThrow()));
        assertThat(Sample.facts(at(START).orElseThrow())).isEqualTo(Sample.facts(first));
        assertThat(Sample.facts(at(START.plusMillis(1)).orElseThrow())).isEqualTo(Sample.facts(second));
        assertThat(Sample.facts(at(START.plusSeconds(60).minusMillis(1)).orElseThrow()))
                .isEqualTo(Sample.facts(second));
        assertThat(Sample.facts(at(START.plusSeconds(119)).orElseThrow())).isEqualTo(Sample.facts(third));
        assertThat(Sample.facts(at(START.plusSeconds(500)).orElseThrow()))
                .isEqualTo(Sample.facts(register.snapshot().orElseThrow()));
        assertThat(at(START.plusSeconds(59)).orElseThrow().couldCall(CLIENT, SUBSYSTEM))
                .isTrue();
        assertThat(at(START.plusSeconds(60)).orElseThrow().couldCall(CLIENT, SUBSYSTEM))
                .isFalse();
        assertThat(at(START.plusSeconds(119)).orElseThrow().serversOf(ClientId.member(OTHER)))
                .extracting(SecurityServer::id)
                .containsExactly(SERVER);
    }

    @Test
    void whoWasAMemberOnADayIncludesThoseOfAFewMinutes() throws Exception {
        Sample.small(register);
        MemberId brief = new MemberId("TEST", "GOV", "brief");
        clock.set(Instant.parse("2026-11-25T23:30:00Z"));
        register.addMember(ALICE, brief, "Brief");
        clock.set(Instant.parse("2026-11-25T23:45:00Z"));
        register.deleteMember(ALICE, brief);
        clock.set(Instant.parse("2026-11-27T00:00:00Z"));
        register.deleteMember(ALICE, OTHER);

        assertThat(members("2026-11-22", ZoneOffset.UTC)).isEmpty();
        assertThat(members("2026-11-23", ZoneOffset.UTC)).containsExactlyInAnyOrder(OWNER, OTHER);
        assertThat(members("2026-11-25", ZoneOffset.UTC)).containsExactlyInAnyOrder(OWNER, OTHER, brief);
        assertThat(members("2026-11-26", ZoneOffset.UTC)).containsExactlyInAnyOrder(OWNER, OTHER);
        assertThat(members("2026-11-26", ZoneId.of("Europe/Tallinn"))).containsExactlyInAnyOrder(OWNER, OTHER, brief);
        assertThat(members("2026-11-27", ZoneOffset.UTC)).containsExactlyInAnyOrder(OWNER, OTHER);
        assertThat(members("2026-11-28", ZoneOffset.UTC)).containsExactly(OWNER);
        assertThat(at(Instant.parse("2026-11-25T23:40:00Z")).orElseThrow().members())
                .extracting(Member::id)
                .contains(brief);
    }

    @Test
    void aClockThatGoesBackDoesNotBringTimesIntoDisorder() throws Exception {
        Sample.small(register);
        clock.set(START.minusSeconds(3_600));
        RegisterChange change = register.renameMember(ALICE, OTHER, "Earlier");
        assertThat(change.time()).isEqualTo(START);
        assertThat(register.history().verify().intact()).isTrue();
        assertThat(at(START).orElseThrow().member(OTHER).orElseThrow().name()).isEqualTo("Earlier");
    }

    @Test
    void aChangeThatFailsHalfwayLeavesNeitherEntryNorHistory() throws Exception {
        Sample.small(register);
        List<Object> before = Sample.facts(register.snapshot().orElseThrow());
        HistoryHead head = register.history().head();
        MemberId member = new MemberId("TEST", "GOV", "half");
        assertThatThrownBy(() -> register.change(ALICE, Action.ADD_MEMBER, scope -> {
                    MemberChanges.add(scope, member, "Half");
                    MemberChanges.addSubsystem(scope, ClientId.subsystem(member, "s"), Optional.empty());
                    throw new IllegalStateException("power cut");
                }))
                .hasMessage("power cut");
        assertThatThrownBy(() -> register.change(ALICE, Action.ADD_MEMBER, scope -> {
                    MemberChanges.add(scope, member, "Half");
                    MemberChanges.add(scope, member, "Half");
                }))
                .isInstanceOf(RefusedChangeException.class);
        database.refuseGroups(raw);
        assertThatThrownBy(() -> register.registerServer(
                        ALICE,
                        new org.ambergate.identifier.SecurityServerId(member, "s"),
                        "a.example",
                        Sample.authentication()))
                .isInstanceOf(IOException.class)
                .hasMessage("The register could not be changed");
        assertThat(Sample.facts(register.snapshot().orElseThrow())).isEqualTo(before);
        assertThat(register.history().head()).isEqualTo(head);
        assertThat(register.history().verify()).isEqualTo(intact());
        register.addMember(ALICE, member, "Whole");
        assertThat(register.history().verify().intact()).isTrue();
    }

    @Test
    void theDatabaseRefusesToTakeAwayWhatIsNeeded() throws Exception {
        Sample.small(register);
        assertThatThrownBy(() -> register.change(
                        ALICE, Action.DELETE_MEMBER_CLASS, scope -> scope.remove(EntryKey.memberClass("GOV"))))
                .isInstanceOf(IOException.class);
        assertThat(register.history().verify()).isEqualTo(intact());
    }

    @Test
    void pagesOfTheHistoryHaveAtMostAThousandRows() throws Exception {
        Sample.small(register);
        assertThat(register.history().rows(0, 2))
                .extracting(HistoryRow::sequence)
                .containsExactly(1L, 2L);
        assertThat(register.history().rows(2, 1))
                .extracting(HistoryRow::sequence)
                .containsExactly(3L);
        assertThat(register.history().rows(0, 1_000))
                .hasSize((int) register.history().head().sequence());
        assertThatThrownBy(() -> register.history().rows(0, 1_001)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> register.history().rows(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private HistoryVerdict intact() throws IOException {
        HistoryHead head = register.history().head();
        return new HistoryVerdict(head.sequence(), head, Optional.empty());
    }

    private Damage damage() throws IOException {
        return register.history().verify().damage().orElseThrow();
    }

    private Optional<RegisterSnapshot> at(Instant time) throws IOException {
        return register.history().at(time);
    }

    private java.util.Set<MemberId> members(String day, ZoneId zone) throws IOException {
        return register.history().membersOn(LocalDate.parse(day), zone);
    }

    private void cutBackTo(HistoryHead head) {
        database.openHistory(raw);
        execute("DELETE FROM history WHERE sequence > " + head.sequence());
        execute("UPDATE history_head SET sequence = " + head.sequence() + ", hash = '" + head.hash() + "'");
    }

    private void swap(int one, int other) {
        execute("UPDATE history SET sequence = 0 WHERE sequence = " + one);
        execute("UPDATE history SET sequence = " + one + " WHERE sequence = " + other);
        execute("UPDATE history SET sequence = " + other + " WHERE sequence = 0");
    }

    private void execute(String sql) {
        raw.useHandle(handle -> handle.createUpdate(sql).execute());
    }
}

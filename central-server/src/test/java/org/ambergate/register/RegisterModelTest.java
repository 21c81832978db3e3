package org.ambergate.register;

import static org.ambergate.register.Sample.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.ambergate.globalconf.MemberClass;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.testsupport.ManualClock;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hundreds of changes in random order, most of them refused: whatever happened, past and present agree. */
class RegisterModelTest {
    private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");
    private static final int CHANGES = 400;
    private static final long SEED = 20_261_123;

    private final ManualClock clock = new ManualClock(START);
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<X509Certificate> certificates = List.of(Sample.authentication(), Sample.authentication());

    @ParameterizedTest
    @EnumSource
    void pastAndPresentAgreeAfterAnyChanges(TestDatabase database, @TempDir Path directory) throws Exception {
        List<List<Object>> states = new ArrayList<>();
        int made = 0;
        try (Register register = Register.open(database.create(directory), AddressRule.OTHER_MACHINES, clock)) {
            register.initialise(ALICE, "TEST");
            states.add(facts(register));
            for (int i = 1; i <= CHANGES; i++) {
                clock.set(START.plusSeconds(i));
                made += tryChange(register) ? 1 : 0;
                states.add(facts(register));
            }
            assertThat(made).as("changes made").isBetween(CHANGES / 10, CHANGES * 9 / 10);
            assertThat(register.history().verify().damage()).isEmpty();
            for (int i = 0; i <= CHANGES; i += 7) {
                RegisterSnapshot past =
                        register.history().at(START.plusSeconds(i)).orElseThrow();
                assertThat(Sample.facts(past)).as("state after " + i).isEqualTo(states.get(i));
            }
        }
    }

    private boolean tryChange(Register register) throws IOException {
        try {
            change(register);
            return true;
        } catch (RefusedChangeException e) {
            return false;
        }
    }

    private RegisterChange change(Register register) throws IOException, RefusedChangeException {
        return switch (random.nextInt(16)) {
            case 0 -> register.addMemberClass(ALICE, new MemberClass(memberClass(), "d"));
            case 1 -> register.deleteMemberClass(ALICE, memberClass());
            case 2, 3 -> register.addMember(ALICE, member(), "n");
            case 4 -> register.deleteMember(ALICE, member());
            case 5 -> register.addSubsystem(ALICE, ClientId.subsystem(member(), "s"), Optional.empty());
            case 6 -> register.deleteSubsystem(ALICE, ClientId.subsystem(member(), "s"));
            case 7 -> register.registerServer(ALICE, server(), "a.example", certificates.get(random.nextInt(2)));
            case 8 -> register.deleteServer(ALICE, server());
            case 9, 10 -> register.registerClient(ALICE, server(), client(), Optional.empty());
            case 11 -> register.deleteClient(ALICE, server(), client());
            case 12 -> register.changeOwner(ALICE, server(), member());
            case 13 -> register.disableClient(ALICE, server(), client());
            case 14 -> register.addGroup(ALICE, "g", "d");
            default -> register.addGroupMember(ALICE, "g", client());
        };
    }

    private String memberClass() {
        return random.nextInt(4) == 0 ? "A" : "B";
    }

    private MemberId member() {
        return new MemberId("TEST", memberClass(), "m" + random.nextInt(3));
    }

    private ClientId client() {
        return random.nextBoolean() ? ClientId.member(member()) : ClientId.subsystem(member(), "s");
    }

    private SecurityServerId server() {
        return new SecurityServerId(member(), "x");
    }

    private static List<Object> facts(Register register) throws IOException {
        return Sample.facts(register.snapshot().orElseThrow());
    }
}

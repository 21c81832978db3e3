package org.ambergate.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FaultTableTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "faults.md");

    @Test
    void theDocumentListsExactlyTheCodesOfTheEnums() throws IOException {
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        List<String> expected = new ArrayList<>();
        for (FaultCode code : allCodes()) {
            expected.add("| `" + code.xroadName() + "` | `" + code.legacyName() + "` | "
                    + code.blame().name().toLowerCase(java.util.Locale.ROOT) + " | " + code.meaning() + " |");
        }
        assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void noTwoCodesShareAName() {
        Set<String> names = new HashSet<>();
        for (FaultCode code : allCodes()) {
            assertThat(names.add(code.xroadName())).as(code.xroadName()).isTrue();
        }
    }

    @Test
    void aStagePrefixIsNotAddedTwice() {
        LocalFault fault = new LocalFault(MessageFault.SSL_AUTHENTICATION_FAILED, "x")
                .within(Stage.SSL_AUTHENTICATION_FAILED)
                .within(Stage.SERVICE_FAILED)
                .within(Stage.SERVICE_FAILED);

        assertThat(fault.path()).isEqualTo("service_failed.ssl_authentication_failed");
    }

    @Test
    void aReplyCarriesSideStagesAndCode() {
        LocalFault fault = new LocalFault(ConfigurationFault.UNKNOWN_MEMBER, "x").within(Stage.SERVICE_FAILED);

        FaultReply reply = FaultReply.of(fault, FaultSide.SERVER_PROXY, "d");

        assertThat(reply.faultCode()).isEqualTo("server.serverproxy.service_failed.unknown_member");
        assertThat(reply.httpStatus()).isEqualTo(500);
    }

    @Test
    void aFaultOfThePeerIsPassedOnAsItCame() {
        FaultReply reply = FaultReply.of(
                new RemoteFault("Server.ServerProxy.AccessDenied", "no", "id"), FaultSide.CLIENT_PROXY, "other");

        assertThat(reply).isEqualTo(new FaultReply("Server.ServerProxy.AccessDenied", "no", "id"));
        assertThat(reply.httpStatus()).isEqualTo(500);
    }

    @Test
    void aFaultOfTheClientGivesStatus400() {
        assertThat(new FaultReply("client.invalid_soap", "x", "d").httpStatus()).isEqualTo(400);
    }

    @Test
    void legacyNamesAreInUpperCamelCase() {
        assertThat(MessageFault.SSL_AUTHENTICATION_FAILED.legacyName()).isEqualTo("SslAuthenticationFailed");
        assertThat(ConfigurationFault.UNKNOWN_MEMBER.legacyName()).isEqualTo("UnknownMember");
    }

    private static List<FaultCode> allCodes() {
        List<FaultCode> codes = new ArrayList<>();
        codes.addAll(Arrays.asList(GeneralFault.values()));
        codes.addAll(Arrays.asList(VerificationFault.values()));
        codes.addAll(Arrays.asList(MessageFault.values()));
        codes.addAll(Arrays.asList(ConfigurationFault.values()));
        codes.addAll(Arrays.asList(TimestampFault.values()));
        return codes;
    }
}

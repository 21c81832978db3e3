package org.ambergate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The provider's script judges rights after the signature (threat T-46). The script runs top to bottom, so the lines of
 * its calls are their order.
 */
final class OrderOfStepsTest {
    private static final List<String> STEPS = List.of(
            "CallingPeers.authenticate",
            "ReceivedRequest.verify",
            "ReceivedRequest.requireAddressedTo",
            "AccessRights.check",
            "ReplayGuard.refuseSecond",
            "ExchangeLog.verifiedRequest",
            "ServiceCaller.call");

    @Test
    void theProviderAsksForRightsOnceAndOnlyAfterTheSignature() {
        JavaClass script = new ClassFileImporter()
                .importPackages("org.ambergate.provider")
                .get("org.ambergate.provider.ProviderExchange");

        List<String> steps = script.getMethodCallsFromSelf().stream()
                .sorted(Comparator.comparingInt(JavaMethodCall::getLineNumber))
                .map(call -> call.getTargetOwner().getSimpleName() + "." + call.getName())
                .filter(STEPS::contains)
                .toList();

        assertThat(steps).isEqualTo(STEPS);
    }

    @Test
    void nothingElseOfTheServerAsksForRights() {
        assertThat(new ClassFileImporter()
                                .importPackages(
                                        "org.ambergate.provider", "org.ambergate.exchange", "org.ambergate.consumer")
                                .stream()
                                .filter(room -> room.getMethodCallsFromSelf().stream()
                                        .anyMatch(call -> call.getTargetOwner()
                                                .getSimpleName()
                                                .equals("AccessRights")))
                                .map(JavaClass::getSimpleName))
                .containsExactly("ProviderExchange");
    }
}

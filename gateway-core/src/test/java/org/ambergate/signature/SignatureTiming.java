package org.ambergate.signature;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.ambergate.fault.LocalFault;
import org.ambergate.message.MessageDigests;
import org.ambergate.pki.SignatureProviders;
import org.ambergate.testsupport.TestKeys;

/**
 * Measures signing and verifying: processor time per message, median of rounds. Run its main by hand; it asserts
 * nothing, because a shared machine's times are no fact.
 */
public final class SignatureTiming {
    private static final int ROUNDS = 9;
    private static final int REPEATS = 2_000;

    private SignatureTiming() {}

    private interface Step {
        void run() throws LocalFault;
    }

    public static void main(String[] args) throws LocalFault {
        System.out.println(SignatureProviders.describe() + ", Java " + Runtime.version());
        for (TestKeys kind : List.of(TestKeys.EC_P256, TestKeys.RSA_2048)) {
            Signing signing = Signing.with(kind);
            SigningCredential credential = signing.credential();
            List<MessageDigests> plain = List.of(Signing.message("a", 0));
            List<MessageDigests> withBody = List.of(Signing.message("a", 1));
            SignedMessage plainSigned =
                    MessageSigner.sign(plain, credential, Signing.NOW).get(0);
            SignedMessage bodySigned =
                    MessageSigner.sign(withBody, credential, Signing.NOW).get(0);
            byte[] signedInfo = new byte[900];
            measure(kind + " raw signature", () -> credential.key().sign(signedInfo));
            measure(kind + " sign plain", () -> MessageSigner.sign(plain, credential, Signing.NOW));
            measure(kind + " sign with body", () -> MessageSigner.sign(withBody, credential, Signing.NOW));
            measure(kind + " verify plain", () -> signing.verify(plainSigned));
            measure(kind + " verify with body", () -> signing.verify(bodySigned));
        }
    }

    private static void measure(String name, Step step) throws LocalFault {
        double[] micros = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (int i = 0; i < REPEATS; i++) {
                step.run();
            }
            long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
            micros[round] = spent / 1_000.0 / REPEATS;
        }
        double[] settled = Arrays.copyOfRange(micros, 2, ROUNDS);
        Arrays.sort(settled);
        System.out.printf(Locale.ROOT, "%-28s %8.1f us%n", name, settled[settled.length / 2]);
    }
}

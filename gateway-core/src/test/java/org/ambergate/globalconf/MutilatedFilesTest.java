package org.ambergate.globalconf;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** However a file is mutilated, the answer is a fault or a value, never an unchecked exception. */
class MutilatedFilesTest {
    private static final List<X509Certificate> SIGNER = List.of(RecordedConfiguration.certificate("ca/confsign.pem"));
    private static final int ROUNDS = 200;
    private static final int ROUNDS_OF_THE_LONG_FORM = 20_000;

    private interface Reading {
        Object read(byte[] file) throws LocalFault;
    }

    @Test
    void directories() {
        mutilate(
                RecordedConfiguration.bytes("confdist/internalconf"),
                file -> SignedDirectory.verify(file, SIGNER, RecordedConfiguration.RECORDED_AT));
    }

    @Test
    void signedPartsOfDirectories() throws LocalFault {
        DirectoryEnvelope envelope = DirectoryEnvelope.parse(RecordedConfiguration.bytes("confdist/internalconf"));
        mutilate(envelope.signed(), file -> DirectoryEntries.parse(file, envelope.innerBoundary()));
    }

    @Test
    void anchors() {
        mutilate(RecordedConfiguration.bytes("confdist/configuration-anchor.xml"), ConfigurationAnchor::parse);
    }

    @Test
    void sharedParameters() {
        mutilate(
                RecordedConfiguration.bytes("globalconf/PEER/shared-params.xml"),
                file -> SharedParameters.parse(file, 6));
    }

    @Test
    void privateParameters() {
        mutilate(RecordedConfiguration.bytes("globalconf/PEER/private-params.xml"), PrivateParameters::parse);
    }

    @Test
    @Tag("slow")
    void everyKindOfFileManyTimesOver() {
        Random random = new Random();
        mutilate(
                RecordedConfiguration.bytes("confdist/externalconf"),
                file -> SignedDirectory.verify(file, SIGNER, RecordedConfiguration.RECORDED_AT),
                random,
                ROUNDS_OF_THE_LONG_FORM);
        mutilate(
                RecordedConfiguration.bytes("globalconf/PEER/shared-params.xml"),
                file -> SharedParameters.parse(file, 6),
                random,
                ROUNDS_OF_THE_LONG_FORM);
    }

    private static void mutilate(byte[] whole, Reading reading) {
        mutilate(whole, reading, new Random(20261123), ROUNDS);
    }

    private static void mutilate(byte[] whole, Reading reading, Random random, int rounds) {
        for (int round = 0; round < rounds; round++) {
            byte[] file = mutilated(whole, random);
            try {
                assertThat(reading.read(file)).isNotNull();
            } catch (LocalFault e) {
                assertThat(e.text()).isNotEmpty();
            }
        }
    }

    /** Some bytes changed, or a piece cut out, doubled or moved. */
    private static byte[] mutilated(byte[] whole, Random random) {
        byte[] file = whole.clone();
        int from = random.nextInt(file.length);
        int length = random.nextInt(Math.min(200, file.length - from)) + 1;
        switch (random.nextInt(4)) {
            case 0 -> file[from] = (byte) random.nextInt(256);
            case 1 -> System.arraycopy(whole, random.nextInt(whole.length - length + 1), file, from, length);
            case 2 -> {
                System.arraycopy(whole, from + length, file, from, file.length - from - length);
                file = Arrays.copyOf(file, file.length - length);
            }
            default -> {
                String marks = "<>&;'\"=:-\r\n\0\t /?";
                for (int i = 0; i < 3; i++) {
                    file[random.nextInt(file.length)] = (byte) marks.charAt(random.nextInt(marks.length()));
                }
            }
        }
        return file;
    }
}

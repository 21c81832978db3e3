package org.ambergate.globalconf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.Test;

class ConfigurationAnchorTest {
    private static final byte[] RECORDED = RecordedConfiguration.bytes("confdist/configuration-anchor.xml");

    @Test
    void theRecordedAnchorIsRead() throws LocalFault {
        ConfigurationAnchor anchor = ConfigurationAnchor.parse(RECORDED);

        assertThat(anchor.instance()).isEqualTo("PEER");
        assertThat(anchor.generatedAt()).contains(Instant.parse("2026-11-23T06:00:00Z"));
        assertThat(anchor.sources())
                .extracting(source -> source.downloadUrl().toString())
                .contains("http://127.0.0.1:8888/conf/internalconf");
        assertThat(anchor.sources().get(0).verificationCertificates())
                .contains(RecordedConfiguration.certificate("ca/confsign.pem"));
    }

    @Test
    void theHashIsSha224OverTheFileInPairs() throws LocalFault {
        assertThat(ConfigurationAnchor.parse(RECORDED).hash()).matches("([0-9A-F]{2}:){27}[0-9A-F]{2}");
    }

    @Test
    void anEncodedAnchorReadsBackEqual() throws LocalFault {
        ConfigurationAnchor anchor = ConfigurationAnchor.parse(RECORDED);

        ConfigurationAnchor again = ConfigurationAnchor.parse(anchor.encode());

        assertThat(again.instance()).isEqualTo(anchor.instance());
        assertThat(again.generatedAt()).isEqualTo(anchor.generatedAt());
        assertThat(again.sources()).isEqualTo(anchor.sources());
    }

    @Test
    void anAnchorMadeHereHasTheHashOfItsFile() throws LocalFault {
        ConfigurationAnchor recorded = ConfigurationAnchor.parse(RECORDED);
        ConfigurationAnchor made = ConfigurationAnchor.of("PEER", Instant.EPOCH, recorded.sources());

        assertThat(ConfigurationAnchor.parse(made.encode()).hash()).isEqualTo(made.hash());
    }

    @Test
    void everyTruncationIsRefused() {
        for (int length = 0; length < RECORDED.length - 1; length += length < 400 ? 1 : 97) {
            byte[] cut = java.util.Arrays.copyOf(RECORDED, length);
            assertMalformed(cut);
        }
    }

    @Test
    void anArbitraryFileIsRefused() {
        for (String text : List.of("", "{}", "<html/>", "<configurationAnchor/>", "\u0000", "PK\u0003\u0004")) {
            assertMalformed(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void sourcesWithoutPlainHttpAddressesAreRefused() {
        String text = new String(RECORDED, StandardCharsets.UTF_8);
        for (String url : List.of("file:///etc/hosts", "ftp://h/x", "http:", "/internalconf", "http://u:p@h/", "x y")) {
            String changed = text.replace("http://127.0.0.1:8888/conf/internalconf", url);
            assertThat(changed).isNotEqualTo(text);
            assertMalformed(changed.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void instanceNamesThatLeadOutOfTheDirectoryAreRefused() {
        String text = new String(RECORDED, StandardCharsets.UTF_8);
        for (String name : List.of("..", ".", " ", "a".repeat(256))) {
            String changed = text.replace("<instanceIdentifier>PEER<", "<instanceIdentifier>" + name + "<");
            assertMalformed(changed.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aLongestAnchorIsReadAndAByteMoreIsRefused() throws LocalFault {
        byte[] padded = java.util.Arrays.copyOf(RECORDED, ConfigurationAnchor.ANCHOR_BYTES_MAX);
        java.util.Arrays.fill(padded, RECORDED.length, padded.length, (byte) ' ');
        assertThat(ConfigurationAnchor.parse(padded).instance()).isEqualTo("PEER");

        byte[] longer = java.util.Arrays.copyOf(padded, padded.length + 1);
        longer[padded.length] = ' ';
        assertMalformed(longer);
    }

    private static void assertMalformed(byte[] file) {
        assertThatThrownBy(() -> ConfigurationAnchor.parse(file))
                .isInstanceOfSatisfying(
                        LocalFault.class,
                        fault -> assertThat(fault.code()).isEqualTo(ConfigurationFault.MALFORMED_ANCHOR));
    }
}

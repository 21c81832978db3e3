package org.ambergate.publication;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.ConfigurationPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas accept what a real central server published and what this one does, and nothing else. */
class SchemasTest {
    private static final ConfigurationSchemas SCHEMAS = ConfigurationSchemas.load();
    private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");

    @ParameterizedTest
    @EnumSource(ConfigurationPart.class)
    void whatIsWrittenIsValidInEveryVersion(ConfigurationPart part) throws LocalFault {
        for (int version = 2; version <= 6; version++) {
            SCHEMAS.check(part, version, written(part, version));
        }
    }

    @Test
    void whatARealCentralServerPublishedIsValid() throws LocalFault, IOException {
        for (String directory : new String[] {"confdist/V6/20261123060000000000000/", "globalconf/PEER/"}) {
            SCHEMAS.check(ConfigurationPart.SHARED_PARAMETERS, 6, recorded(directory + "shared-params.xml"));
            SCHEMAS.check(ConfigurationPart.PRIVATE_PARAMETERS, 6, recorded(directory + "private-params.xml"));
        }
        SCHEMAS.checkAnchor(recorded("confdist/configuration-anchor.xml"));
    }

    @Test
    void anchorsThatAreWrittenAreValid() throws LocalFault {
        PublicationKeys keys = PublicationKeys.of(SampleInstance.RSA);
        for (ConfigurationAnchor anchor : Anchors.of("TEST", keys.sources("cs.example"), Optional.empty(), NOW)
                .values()) {
            SCHEMAS.checkAnchor(anchor.encode());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6})
    void eachVersionBreaksTheSchemaOfTheOneBefore(int version) throws LocalFault {
        byte[] shared = written(ConfigurationPart.SHARED_PARAMETERS, version);

        assertInvalid(ConfigurationPart.SHARED_PARAMETERS, version - 1, shared);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6})
    void brokenReferencesMissingElementsAndAnotherOrderAreInvalid(int version) throws LocalFault {
        String shared = new String(written(ConfigurationPart.SHARED_PARAMETERS, version), StandardCharsets.UTF_8);

        assertInvalid(version, shared.replace("<owner>id0</owner>", "<owner>id9</owner>"));
        assertInvalid(version, shared.replace("id=\"id1\"", "id=\"id0\""));
        assertInvalid(version, shared.replace("<owner>id0</owner>", ""));
        assertInvalid(version, shared.replaceAll("<globalSettings>.*</globalSettings>", ""));
        assertInvalid(
                version, shared.replaceAll("(<serverCode>.*</serverCode>)(<address>ss1.example</address>)", "$2$1"));
        assertInvalid(version, shared.replace("objectType=\"MEMBER\"", "objectType=\"NONE\""));
        assertInvalid(version, shared.replaceAll("<authCertHash>..", "<authCertHash>"));
    }

    @Test
    void aDocumentTypeDeclarationIsRefused() throws LocalFault {
        String next = new String(written(ConfigurationPart.NEXT_UPDATE, 6), StandardCharsets.UTF_8);

        assertThatThrownBy(() -> SCHEMAS.check(
                        ConfigurationPart.NEXT_UPDATE,
                        6,
                        next.replace("?>", "?><!DOCTYPE x>").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(LocalFault.class);
    }

    @Test
    void extensionsAreAllowedWhereTheFormatHasAPlaceForThem() throws LocalFault {
        String shared = new String(written(ConfigurationPart.SHARED_PARAMETERS, 3), StandardCharsets.UTF_8);
        String extended = shared.replace("</globalSettings>", "</globalSettings><more>1</more>");

        assertThatCode(() -> SCHEMAS.check(
                        ConfigurationPart.SHARED_PARAMETERS, 3, extended.getBytes(StandardCharsets.UTF_8)))
                .doesNotThrowAnyException();
    }

    private static byte[] written(ConfigurationPart part, int version) throws LocalFault {
        return WrittenSet.write(
                        SampleInstance.description(), PublicationKeys.of(SampleInstance.RSA), NOW, NOW.plusSeconds(600))
                .source()
                .read("/V" + version + "/1/" + part.fileName());
    }

    private static byte[] recorded(String path) throws IOException {
        try (InputStream in = SchemasTest.class.getResourceAsStream("/xroad-7.8/" + path)) {
            if (in == null) {
                throw new IOException("No recorded file " + path);
            }
            return in.readAllBytes();
        }
    }

    private static void assertInvalid(int version, String shared) {
        assertInvalid(ConfigurationPart.SHARED_PARAMETERS, version, shared.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertInvalid(ConfigurationPart part, int version, byte[] xml) {
        assertThatThrownBy(() -> SCHEMAS.check(part, version, xml)).isInstanceOf(LocalFault.class);
    }
}

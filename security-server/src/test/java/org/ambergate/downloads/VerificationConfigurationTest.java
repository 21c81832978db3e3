package org.ambergate.downloads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /verificationconf} over a socket, and what is left to others (services specification, section 1.5). */
@SuppressWarnings("NullAway.Init")
class VerificationConfigurationTest {
    @TempDir
    private Path directory;

    private DownloadRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new DownloadRig(directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/verificationconf", "/verificationconf?", "/verificationconf?a=%25zz"})
    void theSharedParametersComeAsTheyWerePublished(String target) throws Exception {
        HttpResponse<byte[]> answer = rig.get(target);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/zip");
        assertThat(answer.headers().firstValue("Content-Disposition")).hasValue("filename=\"verificationconf.zip\"");
        Map<String, byte[]> files = entries(answer.body());
        assertThat(files)
                .containsOnlyKeys(
                        "verificationconf/instance-identifier",
                        "verificationconf/PEER/shared-params.xml",
                        "verificationconf/PEER/shared-params.xml.metadata");
        assertThat(files.get("verificationconf/instance-identifier")).isEqualTo(utf8("PEER"));
        assertThat(files.get("verificationconf/PEER/shared-params.xml")).isEqualTo(DownloadRig.SHARED);
        assertThat(files.get("verificationconf/PEER/shared-params.xml.metadata"))
                .isEqualTo(utf8("{\"configurationVersion\":\"6\"}"));
    }

    @Test
    void anExpiredConfigurationIsNotGivenOut() throws Exception {
        rig.expire();

        HttpResponse<byte[]> answer = rig.get("/verificationconf");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("X-Road-Error")).hasValue("server.clientproxy.global_conf_outdated");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void aLocalCopyThatIsNotWhatWasAcceptedIsNotGivenOut() throws Exception {
        rig.published().clear();

        HttpResponse<byte[]> answer = rig.get("/verificationconf");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("X-Road-Error")).hasValue("server.clientproxy.io_error");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /verificationconf",
        "HEAD, /verificationconf",
        "POST, /asic?queryId=Q1",
        "GET, /verificationconf/",
        "GET, /asic/",
        "GET, /asicx?queryId=Q1",
        "GET, /ASIC",
        "GET, /%61sic",
        "GET, /",
        "GET, /r1/PEER/ORG/2222/SERVICE/get?a=/asic",
    })
    void everythingElseIsForTheNextHandler(String method, String target) throws Exception {
        assertThat(rig.send(method, target).statusCode()).isEqualTo(418);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> entries(byte[] zip) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (@Nullable ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }
}

package org.ambergate.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.PrivateParameters;
import org.ambergate.globalconf.PublishingSource;
import org.ambergate.globalconf.SharedParameters;
import org.ambergate.identifier.ClientId;
import org.ambergate.publication.ConfigurationParts;
import org.ambergate.publication.InstanceDescription;
import org.ambergate.register.AddressRule;
import org.ambergate.register.Register;
import org.ambergate.register.RegisterSnapshot;
import org.ambergate.register.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegisteredInstanceTest {
    private static final RegisteredInstance PUBLISHED = new RegisteredInstance(
            "https://cs.example:4001/managementservice/", Optional.of(Sample.AUTHORITY.certificate()));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void whatIsRegisteredIsWhatServersReadInEveryVersion() throws Exception {
        RegisterSnapshot snapshot = snapshot(true);
        InstanceDescription description = PUBLISHED.describe(snapshot);
        List<PublishingSource> sources = List.of(new PublishingSource(
                "cs.example", List.of(Sample.AUTHORITY.certificate()), List.of(Sample.AUTHORITY.certificate())));
        Map<String, byte[]> files =
                ConfigurationParts.write(description, sources, "1").files();
        for (int version = 2; version <= 6; version++) {
            SharedParameters shared =
                    SharedParameters.parse(file(files, "/V" + version + "/1/shared-params.xml"), version);
            assertThat(shared.instance()).isEqualTo("TEST");
            assertThat(shared.groups()).isEqualTo(snapshot.groups());
            assertThat(shared.servers()).hasSize(1);
            assertThat(shared.servers().get(0).id()).isEqualTo(Sample.SERVER);
            assertThat(shared.servers().get(0).address()).isEqualTo(Optional.of("ss1.example"));
            assertThat(shared.servers().get(0).clients())
                    .as("disabled clients are left out")
                    .contains(Sample.SUBSYSTEM, Sample.CLIENT)
                    .doesNotContain(ClientId.member(Sample.OTHER));
        }
        SharedParameters newest = SharedParameters.parse(file(files, "/V6/1/shared-params.xml"), 6);
        assertThat(newest.members()).isEqualTo(snapshot.members());
        assertThat(newest.authorities()).isEqualTo(snapshot.authorities());
        assertThat(newest.timestampAuthorities()).isEqualTo(snapshot.timestampAuthorities());
        PrivateParameters own = PrivateParameters.parse(file(files, "/V6/1/private-params.xml"));
        assertThat(own.managementService().provider()).isEqualTo(Sample.SUBSYSTEM);
        assertThat(own.managementService().registrationAddress())
                .isEqualTo("https://cs.example:4001/managementservice/");
        assertThat(new String(file(files, "/V6/1/nextupdate-params.xml"), StandardCharsets.UTF_8))
                .contains("false");
    }

    @Test
    void withoutAManagementServiceProviderNothingIsPublished() throws Exception {
        RegisterSnapshot snapshot = snapshot(false);
        assertThatThrownBy(() -> PUBLISHED.describe(snapshot))
                .isInstanceOf(LocalFault.class)
                .hasMessageContaining("set one in its settings");
    }

    private RegisterSnapshot snapshot(boolean full) throws Exception {
        String file = directory.resolve("register.db").toString();
        try (Register register = Register.open(file, AddressRule.OTHER_MACHINES, Clock.systemUTC())) {
            if (full) {
                Sample.full(register);
            } else {
                Sample.small(register);
            }
            return register.snapshot().orElseThrow();
        }
    }

    private static byte[] file(Map<String, byte[]> files, String path) {
        return Optional.ofNullable(files.get(path)).orElseThrow();
    }
}

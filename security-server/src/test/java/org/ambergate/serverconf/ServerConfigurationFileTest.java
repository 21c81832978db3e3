package org.ambergate.serverconf;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.ambergate.config.SettingsException;
import org.ambergate.message.EndpointPattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerConfigurationFileTest {
    private static final String RIGHT = "services: [{code: s, url: 'http://a', access: [%s]}]";

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{client: DEV/ORG/1/A}",
                "{global-group: DEV/everyone}",
                "{local-group: friends}",
                "{local-group: friends, method: GET, path: /a/*}",
                "{local-group: friends, method: patch}",
                "{local-group: friends, method: '*'}"
            })
    void aRightNamesOneSubject(String right) throws Exception {
        ServerConfiguration unused = read(RIGHT.formatted(right));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                  | exactly one of them
                    {client: DEV/ORG/1/A, global-group: DEV/g}          | exactly one of them
                    {client: DEV/ORG/1/A, local-group: g}               | exactly one of them
                    {global-group: DEV/g, local-group: g}               | exactly one of them
                    {client: DEV/ORG/1/A, global-group: DEV/g, local-group: g} | exactly one of them
                    {client: DEV/ORG/1/A, method: GETT}                 | method must be an HTTP method
                    {client: DEV/ORG/1/A, method: CONNECT}              | method must be an HTTP method
                    {client: DEV/ORG/1/A, method: ''}                   | method must be an HTTP method
                    {global-group: g}                                   | must be INSTANCE/GROUP
                    {global-group: DEV/}                                | global-group must be INSTANCE/GROUP
                    {local-group: '   '}                                | local-group is not a group code
                    {client: nonsense}                                  | must be INSTANCE/CLASS/MEMBER
                    {client: DEV/ORG/1/A, paht: /a}                     | paht is not a setting
                    """)
    void aRightOfAnotherFormIsNamedWithWhatIsExpected(String right, String expected) {
        refused(RIGHT.formatted(right), expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    groups: {'   ': [DEV/ORG/1/A]}                      | is not a group code
                    services: [{code: s, url: 'http://a:65536'}]        | must be http(s)://HOST[:PORT]
                    services: [{code: s, url: 'ftp://a'}]               | must be http(s)://HOST[:PORT]
                    services: [{code: s, url: 'http://u@a'}]            | must be http(s)://HOST[:PORT]
                    services: [{code: s}]                               | url is missing
                    services: [{url: 'http://a'}]                       | code is missing
                    services: {code: s}                                 | must be a list
                    """)
    void aClientOfAnotherFormIsNamedWithWhatIsExpected(String lines, String expected) {
        refused(lines, expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {255, 256})
    void aGroupsCodeHasALimit(int length) throws Exception {
        String lines = "groups: {" + "g".repeat(length) + ": [DEV/ORG/1/A]}";
        if (length <= 255) {
            ServerConfiguration unused = read(lines);
        } else {
            refused(lines, "is not a group code");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {EndpointPattern.GLOB_LENGTH_MAX, EndpointPattern.GLOB_LENGTH_MAX + 1})
    void aPathHasALimit(int length) throws Exception {
        String lines = RIGHT.formatted("{client: DEV/ORG/1/A, path: " + "/".repeat(length) + "}");
        if (length <= EndpointPattern.GLOB_LENGTH_MAX) {
            ServerConfiguration unused = read(lines);
        } else {
            refused(lines, "path is not a path pattern");
        }
    }

    private void refused(String lines, String expected) {
        assertThatThrownBy(() -> read(lines))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(expected);
    }

    /** A file of one client with these lines. */
    private ServerConfiguration read(String lines) throws Exception {
        Path file = directory.resolve("services.yaml");
        Files.writeString(file, "clients:\n  - id: DEV/ORG/2/P\n    " + lines + "\n");
        return ServerConfigurationFile.read(file);
    }
}

package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ambergate.sandbox.service.SampleService;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The sample service's own description, fetched as a consumer's developer would, says what the service does. */
final class ServiceDescriptionTest {
    private static final String PERSON = "{\"name\":\"Eve Kask\",\"born\":\"2001-02-03\",\"residence\":\"Narva\"}";

    /** Reading before writing, removing last. */
    private static final List<String> METHODS = List.of("get", "post", "put", "delete");

    private static final String SERVICES = """
            clients:
              - id: DEV/ORG/2222/PROVIDER
                connection: http
                services:
                  - code: registry
                    url: http://127.0.0.1:%d
                    access: [{client: DEV/ORG/1111/CONSUMER}]
            """;

    private static final Map<String, String> FILLED = Map.of("/persons/{id}", "/persons/1", "/bytes", "/bytes?size=10");

    @Test
    void everyOperationOfTheDescriptionAnswersThroughBothServersAsDescribed(@TempDir Path directory) throws Exception {
        try (SampleService service = SampleService.start();
                RunningPair pair = RunningPair.start(directory, KeyKind.P256, SERVICES.formatted(service.port()))) {
            HttpResponse<String> fetched = pair.send(pair.request("/openapi.yaml"));
            assertThat(fetched.statusCode()).isEqualTo(200);
            JsonNode paths =
                    YAMLMapper.builder().build().readTree(fetched.body()).required("paths");

            List<String> called = new ArrayList<>();
            for (String method : METHODS) {
                for (Map.Entry<String, JsonNode> path : paths.properties()) {
                    if (path.getValue().has(method)) {
                        String operation = method + " " + path.getKey();
                        int status = call(pair, method, FILLED.getOrDefault(path.getKey(), path.getKey()));
                        assertThat(status).as(operation).isBetween(200, 299);
                        assertThat(path.getValue()
                                        .required(method)
                                        .required("responses")
                                        .propertyNames())
                                .as(operation)
                                .contains(Integer.toString(status));
                        called.add(operation);
                    }
                }
            }
            assertThat(called).contains("get /persons", "delete /persons/{id}", "post /echo", "get /bytes");
        }
    }

    private static int call(RunningPair pair, String method, String path) throws Exception {
        boolean hasBody = method.equals("post") || method.equals("put");
        HttpRequest.Builder request = pair.request(path)
                .header("Content-Type", "application/json")
                .method(
                        method.toUpperCase(Locale.ROOT),
                        hasBody ? HttpRequest.BodyPublishers.ofString(PERSON) : HttpRequest.BodyPublishers.noBody());
        return pair.send(request).statusCode();
    }
}

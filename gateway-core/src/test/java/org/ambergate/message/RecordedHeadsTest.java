package org.ambergate.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ambergate.digest.Digest;
import org.ambergate.fault.LocalFault;
import org.ambergate.testsupport.DecodedMessage;
import org.ambergate.testsupport.RecordedExchange;
import org.ambergate.testsupport.RecordedHttp;
import org.ambergate.transport.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Heads of a real X-Road 7.8 pair: read, tied to each other by the request hash, and built again from their origins. */
class RecordedHeadsTest {
    static List<RecordedExchange> all() {
        return RecordedExchange.all();
    }

    static List<RecordedExchange> answered() {
        return RecordedExchange.answered();
    }

    /** Those whose call by the information system was recorded beside them; the 1 MiB upload's was not kept. */
    static Stream<RecordedExchange> withCall() {
        return all().stream()
                .filter(exchange -> !exchange.files("fe-", ".request.bin").isEmpty());
    }

    /** Those with one response of the service beside them; a metaservice has none, the burst shares connections. */
    static Stream<RecordedExchange> withService() {
        return answered().stream()
                .filter(exchange -> exchange.files("be-", ".response.bin").size() == 1);
    }

    static Stream<RecordedExchange> withServiceCall() {
        return withService()
                .filter(exchange -> !exchange.files("be-", ".request.bin").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("all")
    void aRequestHeadKeepsItsBytes(RecordedExchange exchange) throws LocalFault {
        byte[] recorded = request(exchange).head();

        RestRequestHead head = RestRequestHead.parse(recorded);

        assertThat(head.bytes()).isEqualTo(recorded);
        assertThat(head.service().toString()).startsWith("SERVICE:PEER/ORG/2222/SERVICE/");
        assertThat(head.client().toString()).contains("PEER/ORG/1111");
        assertThat(head.queryId()).startsWith("fix-");
        assertThat(head.requestId())
                .isEqualTo(exchange.request().header("x-road-request-id").orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("answered")
    void aResponseCarriesTheHashOfItsRequest(RecordedExchange exchange) throws LocalFault {
        DecodedMessage request = request(exchange);
        Digest requestHash = request.digests().requestHash();

        RestResponseHead response = RestResponseHead.parse(response(exchange).head());

        assertThat(response.bytes()).isEqualTo(response(exchange).head());
        assertThat(response.requestHash()).isEqualTo(requestHash.base64());
        response.requireAnswers(RestRequestHead.parse(request.head()), requestHash);
    }

    @Test
    void aResponseAnswersNoOtherRequest() throws LocalFault {
        List<DecodedMessage> requests = new ArrayList<>();
        for (RecordedExchange exchange : answered()) {
            requests.add(request(exchange));
        }
        for (RecordedExchange exchange : answered()) {
            RestResponseHead response =
                    RestResponseHead.parse(response(exchange).head());
            int answered = 0;
            for (DecodedMessage request : requests) {
                answered += isAnswer(response, request) ? 1 : 0;
            }
            assertThat(answered).as(exchange.name()).isEqualTo(1);
        }
    }

    private static boolean isAnswer(RestResponseHead response, DecodedMessage request) throws LocalFault {
        RestRequestHead head = RestRequestHead.parse(request.head());
        try {
            response.requireAnswers(head, request.digests().requestHash());
            return true;
        } catch (LocalFault e) {
            assertThat(e.code().xroadName()).isEqualTo("inconsistent_response");
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("withCall")
    void theCallOfTheInformationSystemBecomesTheRecordedHead(RecordedExchange exchange) throws LocalFault {
        RestRequestHead recorded = RestRequestHead.parse(request(exchange).head());
        RecordedHttp call = exchange.files("fe-", ".request.bin").stream()
                .map(RecordedHttp::parse)
                .filter(http -> http.header("x-road-id").orElseThrow().equals(recorded.queryId()))
                .findFirst()
                .orElseThrow();

        String method = call.startLine().split(" ", 2)[0];
        RestRequestHead head = RestRequestHead.fromConsumer(
                method, call.secondWord(), fields(call), recorded.requestId(), "PEER-unused");

        // X-Road's HTTP front rewrites the charset of content types it knows; we keep what came.
        assertThat(text(head.bytes()).replace("charset=utf-8", "charset=UTF-8")).isEqualTo(text(recorded.bytes()));
    }

    @ParameterizedTest
    @MethodSource("withService")
    void theResponseOfTheServiceBecomesTheRecordedHead(RecordedExchange exchange) throws LocalFault {
        RestRequestHead request = RestRequestHead.parse(request(exchange).head());
        RestResponseHead recorded = RestResponseHead.parse(response(exchange).head());
        RecordedHttp service =
                RecordedHttp.parse(exchange.files("be-", ".response.bin").get(0));
        String[] startLine = service.startLine().split(" ", 3);

        RestResponseHead head = RestResponseHead.fromService(
                Integer.parseInt(startLine[1]), startLine[2], fields(service), request, recorded.requestHash());

        assertThat(text(head.bytes())).isEqualTo(text(recorded.bytes()));
    }

    @ParameterizedTest
    @MethodSource("withServiceCall")
    void theServiceIsCalledAtTheRecordedPath(RecordedExchange exchange) throws LocalFault {
        RestRequestHead request = RestRequestHead.parse(request(exchange).head());
        RecordedHttp call =
                RecordedHttp.parse(exchange.files("be-", ".request.bin").get(0));

        String path = ServicePath.canonical(request.servicePath()).forwarded();

        String target = path + request.rawQuery().map(query -> "?" + query).orElse("");
        assertThat(call.secondWord()).endsWith(target);
    }

    private static DecodedMessage request(RecordedExchange exchange) throws LocalFault {
        return DecodedMessage.decode(Direction.REQUEST, exchange.request());
    }

    private static DecodedMessage response(RecordedExchange exchange) throws LocalFault {
        return DecodedMessage.decode(Direction.RESPONSE, exchange.response());
    }

    private static List<Field> fields(RecordedHttp http) {
        return http.headers().stream()
                .map(header -> new Field(header.getKey(), header.getValue()))
                .toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

package org.ambergate.asic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EvidenceDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "evidence.md");

    @Test
    void theDocumentListsExactlyTheFindingsAndTheirVerdicts() throws IOException {
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .filter(line ->
                        line.startsWith("| `") && (line.contains("| TOTAL_") || line.contains("| INDETERMINATE")))
                .toList();
        List<String> expected = new ArrayList<>();
        for (FindingCode code : FindingCode.values()) {
            String sub = code.subIndication().map(SubIndication::name).orElse("");
            expected.add(
                    "| `" + code.code() + "` | " + code.indication() + " | " + sub + " | " + code.meaning() + " |");
        }
        assertThat(rows).containsExactlyElementsOf(expected);
    }
}

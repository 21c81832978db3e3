package org.ambergate.auditindex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.ambergate.audit.AuditFilter;
import org.ambergate.audit.AuditQuery;
import org.junit.jupiter.api.Test;

class SearchTermTest {
    /** Hashes stand in files; the values were computed by another implementation of FNV-1a. */
    @Test
    void hashesAreThoseThatStandInTheIndex() {
        assertThat(SearchTerm.REQUEST_ID.hash("R1")).isEqualTo(0xd1ba541868141111L);
        assertThat(SearchTerm.MESSAGE_ID.hash("R1")).isEqualTo(0xea03c318755a752cL);
        assertThat(SearchTerm.ISSUE.hash("\u00e4")).isEqualTo(0x0835d207b4ee2382L);
    }

    @Test
    void aQueryIsNarrowedByItsMostSelectiveTerm() {
        AuditQuery issue = AuditQuery.everything().with(AuditFilter.ISSUE, "I-1");

        assertThat(SearchTerm.of(issue)).contains(SearchTerm.ISSUE);
        assertThat(SearchTerm.of(issue.with(AuditFilter.REQUEST_ID, "R1"))).contains(SearchTerm.REQUEST_ID);
        assertThat(SearchTerm.of(AuditQuery.everything())).isEqualTo(Optional.empty());
    }
}

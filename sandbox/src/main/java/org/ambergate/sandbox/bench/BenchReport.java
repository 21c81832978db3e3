package org.ambergate.sandbox.bench;

import java.util.List;

/**
 * A whole run.
 *
 * @param machine where it took place
 * @param options what was measured
 * @param cases the results, in the order measured
 */
record BenchReport(BenchMachine machine, BenchOptions options, List<CaseResult> cases) {
    BenchReport {
        cases = List.copyOf(cases);
    }

    long errors() {
        return cases.stream().mapToLong(CaseResult::errors).sum();
    }
}

package org.ambergate.observe;

import java.util.List;

/**
 * Whether this server can exchange messages now, and if not, why.
 *
 * @param checks one line per thing that must hold
 */
public record HealthReport(List<Check> checks) {
    public HealthReport {
        checks = List.copyOf(checks);
    }

    /**
     * One thing that must hold.
     *
     * @param name what is checked
     * @param ready whether it holds
     * @param text the reason if it does not, else a short state
     */
    public record Check(String name, boolean ready, String text) {}

    public boolean isReady() {
        return checks.stream().allMatch(Check::ready);
    }
}

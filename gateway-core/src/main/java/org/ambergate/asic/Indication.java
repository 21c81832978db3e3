package org.ambergate.asic;

/** The three verdicts of ETSI EN 319 102-1, section 5.1.3, from best to worst. */
public enum Indication {
    /** Every check holds. */
    TOTAL_PASSED,
    /** Nothing proves the evidence wrong, but something needed to prove it right is missing or not trusted. */
    INDETERMINATE,
    /** The evidence is broken. */
    TOTAL_FAILED;

    Indication orWorse(Indication other) {
        return compareTo(other) >= 0 ? this : other;
    }
}

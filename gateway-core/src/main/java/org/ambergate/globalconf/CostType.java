package org.ambergate.globalconf;

/** Whether a trust service costs money (since version 6). */
public enum CostType {
    FREE,
    PAID,
    UNDEFINED
}

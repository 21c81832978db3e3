package org.ambergate.fault;

import java.util.ArrayList;
import java.util.List;

/**
 * A fault found by this server. Its text travels to the other side, so it names identifiers and digests but never keys,
 * bodies, paths, addresses or stack traces.
 */
public final class LocalFault extends ExchangeFault {
    private static final long serialVersionUID = 1L;

    private final transient FaultCode code;
    private final transient List<Stage> stages;

    public LocalFault(FaultCode code, String text) {
        this(code, text, List.of());
    }

    private LocalFault(FaultCode code, String text, List<Stage> stages) {
        super(text);
        this.code = code;
        this.stages = stages;
    }

    /** The same fault with a local cause for the log. */
    public LocalFault causedBy(Throwable cause) {
        initCause(cause);
        return this;
    }

    /** The same fault, raised within a stage: the stage's prefix goes in front, unless it stands there already. */
    public LocalFault within(Stage stage) {
        if (!stages.isEmpty() && stages.get(0) == stage) {
            return this;
        }
        List<Stage> prefixed = new ArrayList<>(stages.size() + 1);
        prefixed.add(stage);
        prefixed.addAll(stages);
        LocalFault fault = new LocalFault(code, text(), List.copyOf(prefixed));
        if (getCause() != null) {
            fault.initCause(getCause());
        }
        return fault;
    }

    public FaultCode code() {
        return code;
    }

    /** The stages the fault was raised within, outermost first. */
    public List<Stage> stages() {
        return stages;
    }

    /** The text for people. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /** Stages and code without the side: {@code service_failed.unknown_member}. */
    public String path() {
        StringBuilder out = new StringBuilder();
        String last = "";
        for (Stage stage : stages) {
            out.append(stage.xroadName()).append('.');
            last = stage.xroadName();
        }
        if (last.equals(code.xroadName())) {
            out.setLength(out.length() - 1);
            return out.toString();
        }
        return out.append(code.xroadName()).toString();
    }
}

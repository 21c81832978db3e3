package org.ambergate.cli;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.ambergate.fault.LocalFault;
import org.ambergate.messagelog.Finding;
import org.ambergate.messagelog.FindingCode;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.RecordPlace;
import org.ambergate.timestamp.TimestampToken;
import org.ambergate.timestamp.TimestampVerifier;
import org.ambergate.timestamp.VerifiedTimestamp;

/** Verifies the time-stamps of a log under the authorities of a global configuration. One thread. */
final class TimestampPass {
    private final TimestampVerifier verifier;
    private final List<Finding> findings = new ArrayList<>();
    private long valid;
    private long invalid;

    TimestampPass(List<X509Certificate> authorities) {
        this.verifier = new TimestampVerifier(authorities);
    }

    void add(RecordPlace place, LoggedTimestamp timestamp) {
        try {
            VerifiedTimestamp unused = verifier.verify(TimestampToken.parse(timestamp.token()), timestamp.result());
            valid++;
        } catch (LocalFault e) {
            invalid++;
            if (findings.size() < SignaturePass.FINDINGS_MAX) {
                findings.add(new Finding(place, FindingCode.TIMESTAMP, e.path() + ": " + e.text()));
            }
        }
    }

    SignaturePass.Result finish() {
        return new SignaturePass.Result(valid, invalid, List.copyOf(findings));
    }
}

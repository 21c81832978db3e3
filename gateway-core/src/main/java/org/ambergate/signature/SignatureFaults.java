package org.ambergate.signature;

import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;

/** The faults that reading signatures and hash chains raises over and over. */
final class SignatureFaults {
    private SignatureFaults() {}

    static LocalFault malformed(String text) {
        return new LocalFault(VerificationFault.MALFORMED_SIGNATURE, text);
    }

    static LocalFault malformedChain(String text) {
        return new LocalFault(VerificationFault.MALFORMED_HASH_CHAIN, text);
    }

    static LocalFault unsupported(String text) {
        return new LocalFault(VerificationFault.UNSUPPORTED_ALGORITHM, text);
    }

    static LocalFault wrongValue(String text) {
        return new LocalFault(VerificationFault.INVALID_SIGNATURE_VALUE, text);
    }

    /** The readers share their faults with the signature; a chain's have their own code. */
    static LocalFault asChainFault(LocalFault e) {
        boolean form = e.code() == VerificationFault.MALFORMED_SIGNATURE || e.code() == VerificationFault.INVALID_XML;
        return form ? malformedChain(e.text()).causedBy(e) : e;
    }
}

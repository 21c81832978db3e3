package org.ambergate.pki;

import static org.bouncycastle.asn1.x500.style.BCStyle.BUSINESS_CATEGORY;
import static org.bouncycastle.asn1.x500.style.BCStyle.C;
import static org.bouncycastle.asn1.x500.style.BCStyle.CN;
import static org.bouncycastle.asn1.x500.style.BCStyle.O;
import static org.bouncycastle.asn1.x500.style.BCStyle.ORGANIZATION_IDENTIFIER;
import static org.bouncycastle.asn1.x500.style.BCStyle.OU;
import static org.bouncycastle.asn1.x500.style.BCStyle.SERIALNUMBER;

import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.identifier.MemberId;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/** The rules by which signing certificates name members (evidence specification, section 5). */
final class MemberNaming {
    private static final int KLASS3_PREFIX_LENGTH = 6;
    private static final int KLASS3_SERIAL_LENGTH = 8;

    private final SubjectName subject;
    private final String instance;
    private final VerificationFault whenMissing;

    MemberNaming(SubjectName subject, String instance, VerificationFault whenMissing) {
        this.subject = subject;
        this.instance = instance;
        this.whenMissing = whenMissing;
    }

    MemberId basic() throws LocalFault {
        return new MemberId(instance, required(BUSINESS_CATEGORY), required(SERIALNUMBER));
    }

    MemberId ejbca() throws LocalFault {
        return new MemberId(required(C), required(O), required(CN));
    }

    MemberId finnish() throws LocalFault {
        Optional<String> serialNumber = subject.find(SERIALNUMBER);
        if (serialNumber.isPresent()) {
            requireCountry("FI");
            required(O);
            // Limit -1 keeps empty trailing pieces, so that "a/b/c/" is four pieces and refused.
            String[] pieces = serialNumber.get().split("/", -1);
            if (pieces.length != 3) {
                throw fault("The certificate's serialNumber does not have three parts");
            }
            return new MemberId(pieces[0], pieces[2], required(CN));
        }
        if (subject.find(OU).isPresent()) {
            requireCountry("FI");
            return new MemberId(required(O), required(OU), required(CN));
        }
        return ejbca();
    }

    MemberId icelandic() throws LocalFault {
        if (subject.find(SERIALNUMBER).isEmpty() && subject.find(OU).isEmpty()) {
            return ejbca();
        }
        return nordic("IS");
    }

    MemberId faroese() throws LocalFault {
        return nordic("FO");
    }

    MemberId klass3() throws LocalFault {
        Optional<String> organization = subject.find(ORGANIZATION_IDENTIFIER);
        return organization.isPresent() ? byOrganization(organization.get()) : bySerialNumber(required(SERIALNUMBER));
    }

    MemberId person() throws LocalFault {
        return new MemberId(instance, "PERSON", required(SERIALNUMBER));
    }

    private MemberId nordic(String country) throws LocalFault {
        requireCountry(country);
        required(SERIALNUMBER);
        return new MemberId(required(O), required(OU), required(CN));
    }

    private MemberId byOrganization(String identifier) {
        if (identifier.startsWith("NTREE-")) {
            return new MemberId(instance, "COM", identifier.substring(KLASS3_PREFIX_LENGTH));
        }
        if (identifier.startsWith("GO:EE-")) {
            return new MemberId(instance, "GOV", identifier.substring(KLASS3_PREFIX_LENGTH));
        }
        if (identifier.startsWith("NP:EE-")) {
            return new MemberId(instance, "NGO", identifier.substring(KLASS3_PREFIX_LENGTH));
        }
        return new MemberId(instance, "NEE", identifier);
    }

    private MemberId bySerialNumber(String serialNumber) throws LocalFault {
        boolean digits = serialNumber.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || serialNumber.length() != KLASS3_SERIAL_LENGTH) {
            throw fault("The certificate's serialNumber is not a register code of eight digits");
        }
        String memberClass = switch (serialNumber.charAt(0)) {
            case '1', '2', '3', '4', '5', '6' -> "COM";
            case '7' -> "GOV";
            case '8', '9' -> "NGO";
            default -> throw fault("The certificate's register code begins with 0");
        };
        return new MemberId(instance, memberClass, serialNumber);
    }

    private void requireCountry(String country) throws LocalFault {
        if (!required(C).equals(country)) {
            throw fault("The certificate's country is not " + country);
        }
    }

    private String required(ASN1ObjectIdentifier attribute) throws LocalFault {
        Optional<String> value = subject.find(attribute);
        if (value.isEmpty()) {
            throw fault("The certificate's subject lacks the attribute " + attribute.getId());
        }
        return value.get();
    }

    private LocalFault fault(String text) {
        return new LocalFault(whenMissing, text);
    }
}

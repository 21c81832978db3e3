package org.ambergate.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.ambergate.fault.LocalFault;
import org.ambergate.message.MessageDigests;
import org.ambergate.testsupport.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values at the edges of what a signature value can be. */
final class SignatureValueTest {
    private static final MessageDigests MESSAGE = Signing.message("m", 0);
    private static final int WIDTH = 32;

    private final Signing signing = Signing.with(TestKeys.EC_P256);
    private final BigInteger order = ((ECPublicKey)
                    signing.certificate.certificate().getPublicKey())
            .getParams()
            .getOrder();

    @Test
    void halvesAtOrBeyondTheEdgesAreRefused() throws Exception {
        SignatureParts honest = signing.sign(MESSAGE).get(0).parts();
        byte[] value = value(honest);
        BigInteger r = new BigInteger(1, value, 0, WIDTH);
        BigInteger s = new BigInteger(1, value, WIDTH, WIDTH);
        List<BigInteger> edges = List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                order.subtract(BigInteger.ONE),
                order,
                order.add(BigInteger.ONE),
                BigInteger.TWO.pow(256).subtract(BigInteger.ONE),
                r.add(order).mod(BigInteger.TWO.pow(256)));
        for (BigInteger first : edges) {
            refused(honest, concatenated(first, s));
            refused(honest, concatenated(r, first));
            for (BigInteger second : edges) {
                refused(honest, concatenated(first, second));
            }
        }
        refused(honest, concatenated(s, r));
    }

    @Test
    void theOtherRootOfAnEcdsaValueIsTheSameSignature() throws Exception {
        // (r, n - s) is valid wherever (r, s) is; nothing here takes a signature's bytes for its identity.
        SignatureParts honest = signing.sign(MESSAGE).get(0).parts();
        byte[] value = value(honest);
        BigInteger s = new BigInteger(1, value, WIDTH, WIDTH);

        signing.verify(MESSAGE, withValue(honest, concatenated(new BigInteger(1, value, 0, WIDTH), order.subtract(s))));
    }

    @Test
    void wrongLengthsAndEncodingsAreRefused() throws Exception {
        SignatureParts honest = signing.sign(MESSAGE).get(0).parts();
        byte[] value = value(honest);
        refused(honest, Arrays.copyOf(value, 63));
        refused(honest, Arrays.copyOf(value, 65));
        refused(honest, Arrays.copyOf(value, 62));
        refused(honest, new byte[] {1, 1});
        refused(honest, new byte[64]);
        refused(honest, new byte[4096]);
        byte[] padded = new byte[66];
        System.arraycopy(value, 0, padded, 1, 32);
        System.arraycopy(value, 32, padded, 34, 32);
        refused(honest, padded);
        refused(honest, EcdsaValue.toDer(value, WIDTH, order).orElseThrow());
    }

    @Test
    void halvesShortenedToTheLongerOneAreReadAsTheyAre() {
        // X-Road strips the leading zeros that both halves have.
        for (int half = 1; half <= WIDTH; half++) {
            byte[] small = new byte[2 * half];
            Arrays.fill(small, (byte) 0x7F);
            byte[] der = EcdsaValue.toDer(small, WIDTH, order).orElseThrow();
            byte[] full = EcdsaValue.toConcatenated(der, WIDTH);
            assertThat(new BigInteger(1, full, 0, WIDTH)).isEqualTo(new BigInteger(1, small, 0, half));
            assertThat(new BigInteger(1, full, WIDTH, WIDTH)).isEqualTo(new BigInteger(1, small, half, half));
        }
        assertThat(EcdsaValue.toDer(new byte[2 * WIDTH + 2], WIDTH, order)).isEmpty();
        assertThat(EcdsaValue.toDer(new byte[0], WIDTH, order)).isEmpty();
    }

    @Test
    void derThatAProviderWouldNotMakeIsNotRead() {
        for (String hex : List.of(
                "",
                "3006020101020102ff",
                "30060201010201",
                "3006030101020101",
                "3008020200010202ff01",
                "30060201ff020101")) {
            byte[] der = java.util.HexFormat.of().parseHex(hex.length() % 2 == 0 ? hex : hex + "0");
            assertThatThrownBy(() -> EcdsaValue.toConcatenated(der, WIDTH))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TestKeys.class,
            names = {"RSA_2048"})
    void rsaValuesOfAnotherLengthOrOutOfRangeAreRefused(TestKeys kind) throws Exception {
        Signing rsa = Signing.with(kind);
        SignatureParts honest = rsa.sign(MESSAGE).get(0).parts();
        byte[] value = value(honest);
        byte[] ones = new byte[256];
        Arrays.fill(ones, (byte) 0xFF);
        byte[] one = new byte[256];
        one[255] = 1;
        byte[] longer = new byte[257];
        System.arraycopy(value, 0, longer, 1, 256);
        for (byte[] other :
                List.of(ones, one, longer, Arrays.copyOf(value, 255), Arrays.copyOf(value, 257), new byte[256])) {
            assertThatThrownBy(() -> rsa.verify(MESSAGE, withValue(honest, other)))
                    .isInstanceOfSatisfying(
                            LocalFault.class,
                            f -> assertThat(f.path()).isEqualTo("signature_verification.invalid_signature_value"));
        }
    }

    @Test
    void base64IsReadInOneFormOnly() throws Exception {
        SignatureParts honest = signing.sign(MESSAGE).get(0).parts();
        String encoded = Base64.getEncoder().encodeToString(value(honest));
        String spaced = encoded.substring(0, 10) + "\n \t" + encoded.substring(10);
        signing.verify(MESSAGE, withText(honest, spaced));
        for (String other : List.of(
                encoded.replace("=", ""),
                encoded + "=",
                encoded + "AAAA",
                encoded.replace('+', '-').replace('/', '_') + "-",
                encoded.substring(0, 85) + next(encoded.charAt(85)) + "==",
                "",
                " ")) {
            assertThatThrownBy(() -> signing.verify(MESSAGE, withText(honest, other)))
                    .isInstanceOf(LocalFault.class);
        }
    }

    @Test
    void whatIsNotPlainTextInsideAValueIsRefused() throws Exception {
        SignatureParts honest = signing.sign(MESSAGE).get(0).parts();
        String xml = Signing.xml(honest);
        for (String element :
                List.of("ds:SignatureValue", "ds:DigestValue", "ds:X509Certificate", "xades:EncapsulatedOCSPValue")) {
            for (String junk : List.of(
                    "<!-- x -->",
                    "<?x y?>",
                    "<![CDATA[]]>",
                    "<![CDATA[ ]]>",
                    "<x/>",
                    "&x;",
                    "&#0;",
                    "\u00A0",
                    "\u200B")) {
                String mutant = xml.replaceFirst("(<" + element + "[^>]*>.{4})", "$1" + junk);
                assertThat(mutant).isNotEqualTo(xml);
                assertThatThrownBy(() -> signing.verify(MESSAGE, Signing.withXml(honest, mutant)))
                        .isInstanceOf(LocalFault.class);
            }
        }
    }

    private static char next(char c) {
        return c == 'A' || c == 'Q' || c == 'g' || c == 'w' ? (char) (c + 1) : 'B';
    }

    private void refused(SignatureParts honest, byte[] value) {
        assertThatThrownBy(() -> signing.verify(MESSAGE, withValue(honest, value)))
                .isInstanceOfSatisfying(
                        LocalFault.class,
                        f -> assertThat(f.path()).isEqualTo("signature_verification.invalid_signature_value"));
    }

    private static byte[] concatenated(BigInteger first, BigInteger second) {
        byte[] out = new byte[2 * WIDTH];
        put(first, out, 0);
        put(second, out, WIDTH);
        return out;
    }

    private static void put(BigInteger number, byte[] out, int at) {
        byte[] bytes = number.toByteArray();
        int skip = Math.max(0, bytes.length - WIDTH);
        System.arraycopy(bytes, skip, out, at + WIDTH - (bytes.length - skip), bytes.length - skip);
    }

    private static byte[] value(SignatureParts parts) {
        String xml = Signing.xml(parts);
        int start = xml.indexOf("signature-value\">") + 17;
        return Base64.getDecoder().decode(xml.substring(start, xml.indexOf('<', start)));
    }

    private static SignatureParts withValue(SignatureParts parts, byte[] value) {
        return withText(parts, Base64.getEncoder().encodeToString(value));
    }

    private static SignatureParts withText(SignatureParts parts, String text) {
        return Signing.withXml(parts, Signing.xml(parts).replaceFirst("(<ds:SignatureValue[^>]*>)[^<]*", "$1" + text));
    }
}

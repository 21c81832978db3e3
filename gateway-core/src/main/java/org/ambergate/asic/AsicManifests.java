package org.ambergate.asic;

import java.nio.charset.StandardCharsets;
import org.ambergate.digest.Digest;

/** The two manifests, character for character as X-Road 7.8 writes them. Neither is signed. */
final class AsicManifests {
    private static final String XML = "text/xml";
    private static final String BINARY = "application/octet-stream";

    private AsicManifests() {}

    /** {@code META-INF/manifest.xml}: the OpenDocument list of the files outside {@code META-INF}. */
    static byte[] fileList(AsicContent content) {
        boolean batch = content.signature().batch().isPresent();
        boolean stamped = content.timestamp().isPresent();
        StringBuilder out = new StringBuilder(1024);
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest:manifest xmlns:manifest=\"")
                .append("urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.2\">\n");
        file(out, AsicContainer.MIME_TYPE, "/");
        // X-Road's order is that of a hash table, always the same for the same names.
        if (batch) {
            file(out, XML, AsicContainer.HASH_CHAIN);
        }
        file(out, XML, AsicContainer.MESSAGE);
        if (stamped) {
            file(out, XML, AsicContainer.TIMESTAMP_CHAIN_RESULT);
        }
        if (batch) {
            file(out, XML, AsicContainer.HASH_CHAIN_RESULT);
        }
        if (stamped) {
            file(out, XML, AsicContainer.TIMESTAMP_CHAIN);
        }
        for (int i = 1; i <= content.attachments().size(); i++) {
            file(out, BINARY, AsicContainer.ATTACHMENT + i);
        }
        return out.append("</manifest:manifest>\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** {@code META-INF/ASiCManifest.xml}: which file the time-stamp covers, and its digest. */
    static byte[] timestamp(Digest result) {
        return ("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                        + "<asic:ASiCManifest xmlns:asic=\"http://uri.etsi.org/2918/v1.2.1#\""
                        + " xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">\n"
                        + "<asic:SigReference URI=\"" + AsicContainer.TIMESTAMP
                        + "\" MimeType=\"vnd.etsi.timestamp-token\"/>\n"
                        + "<asic:DataObjectReference URI=\"" + AsicContainer.TIMESTAMP_CHAIN_RESULT
                        + "\" MimeType=\"text/xml\">\n<ds:DigestMethod Algorithm=\""
                        + result.algorithm().uri() + "\" />\n<ds:DigestValue>" + result.base64()
                        + "</ds:DigestValue>\n</asic:DataObjectReference>\n</asic:ASiCManifest>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void file(StringBuilder out, String type, String path) {
        out.append("    <manifest:file-entry manifest:media-type=\"")
                .append(type)
                .append("\" manifest:full-path=\"")
                .append(path)
                .append("\"/>\n");
    }
}

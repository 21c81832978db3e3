package org.ambergate.exchange;

import java.util.ArrayList;
import java.util.List;
import org.ambergate.message.Field;
import org.ambergate.net.HttpField;
import org.ambergate.net.HttpFields;

/** HTTP header fields to REST head fields and back: the rooms on either side do not know each other. */
public final class HttpFieldMapper {
    private HttpFieldMapper() {}

    public static List<Field> toFields(HttpFields fields) {
        List<Field> out = new ArrayList<>(fields.entries().size());
        for (HttpField field : fields.entries()) {
            out.add(new Field(field.name(), field.value()));
        }
        return out;
    }

    public static List<HttpField> toHttpFields(List<Field> fields) {
        List<HttpField> out = new ArrayList<>(fields.size() + 2);
        for (Field field : fields) {
            out.add(new HttpField(field.name(), field.value()));
        }
        return out;
    }
}

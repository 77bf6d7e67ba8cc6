package org.stoa.bench.report;

import java.io.StringWriter;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Rows as JSON, one object on each line.
public final class JsonLines {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonLines() {}

    /// A line without its end.
    public static String line(Row row) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("server", row.server());
            json.writeStringProperty("scenario", row.scenario());
            json.writeStringProperty("setting", row.setting());
            json.writeStringProperty("unit", row.unit());
            json.writeNumberProperty("run", row.run());
            for (Map.Entry<String, Double> figure : row.figures().entrySet()) {
                json.writeNumberProperty(
                        figure.getKey(), Math.round(figure.getValue() * 1000) / 1000.0);
            }
            json.writeEndObject();
        }
        return text.toString();
    }
}

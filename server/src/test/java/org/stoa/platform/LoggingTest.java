package org.stoa.platform;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

final class LoggingTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void text_ofAnEvent_hasTimeLevelLoggerRequestAndMessage() {
        assertThat(new TextLayout().doLayout(event("Hello", null)))
                .isEqualTo("1970-01-01T00:00:01.234Z WARN http.Router [abc-1]: Hello\n");
    }

    @Test
    void json_ofAnEvent_isOneObjectPerLine() {
        String line = new JsonLayout().doLayout(event("Hello \"you\"\n", null));

        assertThat(line).endsWith("}\n").hasLineCount(1);
        JsonObject json = Json.parseObject(line.strip());
        assertThat(json.string("message")).contains("Hello \"you\"\n");
        assertThat(json.string("time")).contains("1970-01-01T00:00:01.234Z");
        assertThat(json.string("level")).contains("WARN");
        assertThat(json.string("logger")).contains("org.stoa.http.Router");
        assertThat(json.string("request")).contains("abc-1");
    }

    @Test
    void secrets_inMessagesAndStacks_areHidden() {
        String text =
                new TextLayout()
                        .doLayout(
                                event(
                                        "GET /sync?access_token=SECRET1&since=5 Authorization: Bearer SECRET2",
                                        new IllegalStateException(
                                                "{\"password\":\"SECRET3\",\"user\":\"alice\"}")));

        assertThat(text)
                .doesNotContain("SECRET")
                .contains("access_token=***&since=5", "Bearer ***", "\"user\":\"alice\"");
    }

    @Test
    void configuration_setsLevelsOfSingleLoggers() {
        Logging.apply(
                context,
                new LogConfig(
                        LogConfig.Format.JSON,
                        LogConfig.Level.WARN,
                        Map.of("org.stoa.http", LogConfig.Level.DEBUG)));

        assertThat(context.getLogger("org.stoa.http.Router").isDebugEnabled()).isTrue();
        assertThat(context.getLogger("org.stoa.rooms").isInfoEnabled()).isFalse();
    }

    @Test
    void oddHeadsOfStrangers_areNotLogged_unlessAskedFor() {
        String parser = "org.eclipse.jetty.http.HttpParser";

        Logging.apply(
                context, new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.INFO, Map.of()));
        assertThat(context.getLogger(parser).isWarnEnabled()).isFalse();
        assertThat(context.getLogger("org.eclipse.jetty.io").isWarnEnabled()).isTrue();

        Logging.apply(
                context,
                new LogConfig(
                        LogConfig.Format.TEXT,
                        LogConfig.Level.INFO,
                        Map.of("org.eclipse.jetty", LogConfig.Level.DEBUG)));
        assertThat(context.getLogger(parser).isDebugEnabled()).isTrue();
    }

    private LoggingEvent event(String message, @Nullable Throwable thrown) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerContext(context);
        event.setLoggerName("org.stoa.http.Router");
        event.setLevel(Level.WARN);
        event.setMessage(message);
        event.setThreadName("main");
        event.setInstant(Instant.ofEpochMilli(1234));
        event.setMDCPropertyMap(Map.of("request", "abc-1"));
        if (thrown != null) {
            event.setThrowableProxy(new ThrowableProxy(thrown));
        }
        return event;
    }
}

package org.stoa.platform;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.LoggerFactory;

/// Sets up logging in code: to standard output, as text or JSON, without secrets ([Secrets]).
public final class Logging {
    /// Libraries say at info level what only their authors want to know.
    private static final String CHATTY = "org.eclipse.jetty";

    /// They warn of each odd head of a request, and quote it: strangers could fill the log, and write into it.
    private static final List<String> QUOTING_STRANGERS =
            List.of(CHATTY + ".http.HttpParser", CHATTY + ".util.HostPort");

    private Logging() {}

    /// Logs as the configuration says from now on.
    public static void configure(LogConfig config) {
        apply((LoggerContext) LoggerFactory.getILoggerFactory(), config);
    }

    static void apply(LoggerContext context, LogConfig config) {
        context.reset();
        Layout<ILoggingEvent> layout =
                switch (config.format()) {
                    case TEXT -> new TextLayout();
                    case JSON -> new JsonLayout();
                };
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        root.setLevel(level(config.level()));
        context.getLogger(CHATTY).setLevel(Level.WARN);
        if (!config.levels().containsKey(CHATTY)) {
            QUOTING_STRANGERS.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
        }
        config.levels().forEach((name, level) -> context.getLogger(name).setLevel(level(level)));
    }

    private static Level level(LogConfig.Level level) {
        return switch (level) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
        };
    }
}

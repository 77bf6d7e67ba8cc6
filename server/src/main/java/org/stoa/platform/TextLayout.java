package org.stoa.platform;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.temporal.ChronoUnit;

/// One event as lines for people: time, level, logger, request, message, and a stack if there is one.
final class TextLayout extends LayoutBase<ILoggingEvent> {
    private static final String OUR_OWN = "org.stoa.";

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        line.append(event.getInstant().truncatedTo(ChronoUnit.MILLIS))
                .append(' ')
                .append(event.getLevel())
                .append(' ')
                .append(shortName(event.getLoggerName()));
        String request = event.getMDCPropertyMap().get("request");
        if (request != null) {
            line.append(" [").append(request).append(']');
        }
        line.append(": ").append(Secrets.hidden(event.getFormattedMessage())).append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(Secrets.hidden(ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
        return line.toString();
    }

    private static String shortName(String logger) {
        return logger.startsWith(OUR_OWN) ? logger.substring(OUR_OWN.length()) : logger;
    }
}

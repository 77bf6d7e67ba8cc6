package org.stoa.platform;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.util.Optional;
import org.stoa.protocol.json.JsonObject;

/// One event as one line of JSON: `time`, `level`, `logger`, `thread`, `request`, `message`, `stack`.
final class JsonLayout extends LayoutBase<ILoggingEvent> {

    @Override
    public String doLayout(ILoggingEvent event) {
        return JsonObject.builder()
                        .put("time", event.getInstant().toString())
                        .put("level", event.getLevel().toString())
                        .put("logger", event.getLoggerName())
                        .put("thread", event.getThreadName())
                        .putIfPresent(
                                "request",
                                Optional.ofNullable(event.getMDCPropertyMap().get("request")))
                        .put("message", Secrets.hidden(event.getFormattedMessage()))
                        .putIfPresent(
                                "stack",
                                Optional.ofNullable(event.getThrowableProxy())
                                        .map(ThrowableProxyUtil::asString)
                                        .map(Secrets::hidden))
                        .build()
                + "\n";
    }
}

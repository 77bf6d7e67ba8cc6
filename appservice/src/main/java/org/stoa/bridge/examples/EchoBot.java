package org.stoa.bridge.examples;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import org.stoa.bridge.AppService;
import org.stoa.bridge.RoomEvent;
import org.stoa.bridge.Settings;
import org.stoa.bridge.intent.Intent;
import org.stoa.bridge.intent.TransactionId;
import org.stoa.bridge.registration.Registration;
import org.stoa.bridge.registration.RegistrationFile;
import org.stoa.protocol.id.ServerName;

/// A bot that joins where it is invited and says what others say.
public final class EchoBot {
    private EchoBot() {}

    /// Runs it; the arguments are the homeserver's address and its name: `http://localhost:8008 localhost`.
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of("echo.yaml");
        Registration registration =
                RegistrationFile.readOrMake(
                        file, () -> Registration.ofBot("echo", "http://localhost:9009"));
        Settings settings =
                new Settings(
                        URI.create(arguments[0]),
                        ServerName.parse(arguments[1]),
                        new InetSocketAddress("localhost", 9009),
                        Path.of("echo.journal"));
        try (AppService service = AppService.open(registration, settings)) {
            service.start((event, _) -> echo(service.bot(), event));
            Thread.currentThread().join();
        }
    }

    static void echo(Intent bot, RoomEvent event) {
        if (event.isMembership(bot.user(), "invite")) {
            bot.join(event.room().text());
        } else if (event.isMessage() && !event.sender().equals(bot.user())) {
            String text = event.content().string("body").orElse("");
            bot.sendNotice(event.room(), text, TransactionId.of(event.id()));
        }
    }
}

package org.stoa.boot.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.accounts.RegistrationMode;
import org.stoa.boot.RunningServer;
import org.stoa.boot.Version;
import org.stoa.boot.config.Settings;
import org.stoa.boot.config.StoaConfig;
import org.stoa.platform.LogConfig;
import org.stoa.platform.Logging;
import org.stoa.platform.Platform;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `./stoa serve`: runs the homeserver until it is told to end.
@Command(name = "serve", description = "Run the homeserver until Ctrl-C or SIGTERM.")
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() {
        return serve(options, spec.commandLine().getOut());
    }

    static int serve(ConfigOptions options, PrintWriter out) {
        Settings settings = options.settings();
        StoaConfig config = ConfigOptions.config(settings);
        Logging.configure(config.log());
        settings.warnings().forEach(LOG::warn);
        RunningServer server = RunningServer.start(config, Platform.system());
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform().name("shutdown").unstarted(() -> end(server, ended)));
        welcome(config, server, out);
        await(ended);
        return 0;
    }

    /// Ends the process with 0: being asked to end is no failure, and the JVM would answer the signal's number.
    private static void end(RunningServer server, CountDownLatch ended) {
        server.close();
        ended.countDown();
        Runtime.getRuntime().halt(0);
    }

    private static void await(CountDownLatch ended) {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void welcome(StoaConfig config, RunningServer server, PrintWriter out) {
        LOG.info(
                "Stoa {} serves {}, data in {}",
                Version.text(),
                config.serverName(),
                config.dataDirectory());
        server.urls().forEach(url -> LOG.info("listening on {}", url));
        server.metricsUrl().ifPresent(url -> LOG.info("figures for Prometheus at {}", url));
        // Whoever reads JSON from the standard output wants nothing else there.
        if (config.trial() && config.log().format() == LogConfig.Format.TEXT) {
            String url = server.urls().getFirst();
            out.printf(
                    """

                    Stoa runs. Its name is localhost, and everybody who reaches it may register: it is for trying out.
                      In a browser:        %s/
                      In a Matrix client:  choose "other homeserver" and enter %s
                      Ctrl-C ends it. './stoa generate-config' is the way to a server of your own.

                    """,
                    url, url);
            out.flush();
        } else if (config.registration().mode() == RegistrationMode.OPEN) {
            LOG.warn("registration is open: whoever reaches this server can make accounts");
        }
    }
}

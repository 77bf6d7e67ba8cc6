package org.stoa.bench.scenario;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.stoa.bench.homeserver.TrivialServer;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.http.Connection;
import org.stoa.bench.http.Json;
import org.stoa.bench.load.Load;
import org.stoa.bench.load.Workers;
import org.stoa.bench.measure.Meter;

/// S0: what this machine and this driver can do, without a homeserver: requests to a trivial server, flushes of a small
/// write to the disk, signatures, and reading an event's JSON. Other figures are to be seen against these.
final class CalibrationScenario implements Scenario {
    private static final int WORKERS = 50;
    private static final int PAGE = 4096;
    private static final byte[] EVENT =
            """
            {"auth_events":["$a","$b","$c"],"content":{"body":"hello there","msgtype":"m.text"},"depth":7,\
            "hashes":{"sha256":"thqmPrO1zq"},"origin_server_ts":1700000000000,"prev_events":["$d"],\
            "room_id":"!r:hs1","sender":"@a:hs1","signatures":{"hs1":{"ed25519:1":"sig"}},"type":"m.room.message"}"""
                    .getBytes(StandardCharsets.UTF_8);

    @Override
    public String id() {
        return "S0";
    }

    @Override
    public String title() {
        return "calibration of machine and driver";
    }

    @Override
    public boolean dependsOnServer() {
        return false;
    }

    @Override
    public List<Case> cases(Size size) {
        return List.of(new Case("machine", CalibrationScenario::run));
    }

    private static List<Measurement> run(Trial trial) throws IOException, InterruptedException {
        return List.of(requests(trial), flushes(trial), signatures(trial), json(trial));
    }

    /// Without the server, which has nothing to do.
    private static Load.Measured load(Trial trial, int workers, Workers.Action operation)
            throws IOException, InterruptedException {
        Meter driver = new Meter(OptionalLong.empty(), Optional.empty());
        return new Load(driver, trial.progress(), trial.seed())
                .run(workers, trial.closed(), operation);
    }

    private static Measurement requests(Trial trial) throws IOException, InterruptedException {
        trial.progress().begin("S0 requests");
        try (TrivialServer server = new TrivialServer()) {
            List<Client> clients = new ArrayList<>();
            for (int worker = 0; worker < WORKERS; worker++) {
                clients.add(
                        new Client(
                                new Connection(server.uri()),
                                new Account("@user:server", "token")));
            }
            Load.Measured measured =
                    load(
                            trial,
                            WORKERS,
                            worker -> {
                                String event = clients.get(worker).send("!room", "t", "hello");
                                CheckFailed.unless(event.equals("$1"), "a wrong event id");
                            });
            Workers.each(WORKERS, worker -> clients.get(worker).close());
            return Measurement.of(measured, "request").named("requests to a trivial server");
        }
    }

    private static Measurement flushes(Trial trial) throws IOException, InterruptedException {
        trial.progress().begin("S0 flushes");
        Path folder = trial.target().data().orElse(Path.of(System.getProperty("java.io.tmpdir")));
        Path file = Files.createTempFile(folder, "bench-flush", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            Load.Measured measured =
                    load(
                            trial,
                            1,
                            _ -> {
                                int written = channel.write(ByteBuffer.allocate(PAGE));
                                channel.force(false);
                                CheckFailed.unless(written == PAGE, "a short write");
                            });
            return Measurement.of(measured, "flush").named("flush of 4 KiB appended");
        } finally {
            Files.delete(file);
        }
    }

    private static Measurement signatures(Trial trial) throws IOException, InterruptedException {
        trial.progress().begin("S0 signatures");
        try {
            KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Load.Measured measured =
                    load(
                            trial,
                            1,
                            _ -> {
                                byte[] signature = sign(keys);
                                CheckFailed.unless(signature.length == 64, "a short signature");
                            });
            return Measurement.of(measured, "signature").named("Ed25519 of the JDK");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JVM has Ed25519", missing);
        }
    }

    private static byte[] sign(KeyPair keys) throws IOException {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.getPrivate());
            signature.update(EVENT);
            return signature.sign();
        } catch (GeneralSecurityException failed) {
            throw new IOException(failed);
        }
    }

    private static Measurement json(Trial trial) throws IOException, InterruptedException {
        trial.progress().begin("S0 JSON");
        Load.Measured measured =
                load(
                        trial,
                        1,
                        _ ->
                                CheckFailed.unless(
                                        Json.parse(EVENT).at("depth").number() == 7,
                                        "an event was read wrongly"));
        return Measurement.of(measured, "event").named("read an event's JSON");
    }
}

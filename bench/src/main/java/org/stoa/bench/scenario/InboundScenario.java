package org.stoa.bench.scenario;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.stoa.bench.federation.Pdu;
import org.stoa.bench.federation.Seat;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.load.Workers;
import org.stoa.bench.measure.Cost;
import org.stoa.bench.measure.Latencies;

/// S7: other servers send messages that follow each other, each server into a room of its own, in transactions of 50, the next
/// when the last was answered. They are signed beforehand. A latency is that of a transaction. A local user must then read each
/// message once, in order.
final class InboundScenario implements Scenario {
    private static final int IN_TRANSACTION = 50;

    /// So much of what is measured comes before it, to warm up.
    private static final int WARM_UP_SHARE = 4;

    @Override
    public String id() {
        return "S7";
    }

    @Override
    public String title() {
        return "events of other servers";
    }

    @Override
    public boolean federates() {
        return true;
    }

    @Override
    public List<Case> cases(Size size) {
        return switch (size) {
            case TINY -> List.of(of(2, 200));
            case COMPARE -> List.of(of(1, 20_000), of(4, 5_000));
            case FULL -> List.of(of(1, 100_000), of(4, 25_000), of(16, 10_000));
        };
    }

    private static Case of(int servers, int pdus) {
        return new Case("servers=" + servers + " PDUs=" + pdus, trial -> run(trial, servers, pdus));
    }

    /// What one server has to send.
    private record Sender(
            String room, List<HttpRequest> warmUp, List<HttpRequest> measured, List<String> sent) {}

    private static List<Measurement> run(Trial trial, int servers, int pdus)
            throws IOException, InterruptedException {
        try (Peers peers = new Peers(trial, servers);
                Client owner = trial.clients(1).getFirst()) {
            trial.progress().phase("signing " + servers * pdus + " events");
            List<Sender> senders = new ArrayList<>();
            for (int server = 0; server < servers; server++) {
                senders.add(prepare(peers, server, Peers.room(owner), pdus));
            }
            trial.progress().phase("warming up");
            List<Latencies> warm =
                    Workers.all(servers, worker -> send(peers, senders.get(worker).warmUp()));
            CheckFailed.unless(warm.size() == servers, "not every server warmed up");
            trial.progress().phase("measuring");
            trial.meter().start();
            List<Latencies> latencies =
                    Workers.all(servers, worker -> send(peers, senders.get(worker).measured()));
            Cost cost = trial.meter().stop();
            trial.progress().phase("reading back");
            readBack(trial, owner.account(), senders);
            Latencies all = new Latencies();
            latencies.forEach(all::add);
            long count = all.count() * IN_TRANSACTION;
            return List.of(new Measurement("", count, "PDU", cost, all, Map.of()));
        }
    }

    /// With a connection of its own: servers close those that were idle for long.
    private static void readBack(Trial trial, Account account, List<Sender> senders)
            throws IOException {
        try (Client reader = trial.client(account)) {
            for (Sender sender : senders) {
                List<String> seen = reader.messages(sender.room());
                Sequence.check(sender.room(), List.of(sender.sent()), seen);
            }
        }
    }

    private static Sender prepare(Peers peers, int server, String room, int pdus)
            throws IOException, InterruptedException {
        Seat seat = peers.seat(server, room);
        int warmUp = transactions(pdus / WARM_UP_SHARE);
        int all = warmUp + transactions(pdus);
        List<Pdu.Unsigned> made = new ArrayList<>();
        for (int number = 0; number < all * IN_TRANSACTION; number++) {
            made.add(seat.message("message " + number));
        }
        List<Pdu> signed = made.parallelStream().map(Pdu.Unsigned::sign).toList();
        List<HttpRequest> requests = new ArrayList<>();
        for (int number = 0; number < all; number++) {
            int from = number * IN_TRANSACTION;
            requests.add(
                    peers.requests()
                            .transaction(
                                    seat.peer(),
                                    "t" + number,
                                    signed.subList(from, from + IN_TRANSACTION)));
        }
        return new Sender(
                room,
                requests.subList(0, warmUp),
                requests.subList(warmUp, all),
                signed.stream().map(Pdu::id).toList());
    }

    private static int transactions(int pdus) {
        return Math.max(pdus / IN_TRANSACTION, 1);
    }

    private static Latencies send(Peers peers, List<HttpRequest> transactions)
            throws IOException, InterruptedException {
        Latencies latencies = new Latencies();
        for (HttpRequest transaction : transactions) {
            long start = System.nanoTime();
            peers.requests().deliver(transaction, IN_TRANSACTION);
            latencies.add(System.nanoTime() - start);
        }
        return latencies;
    }
}

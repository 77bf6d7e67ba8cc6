package org.stoa.bench.scenario;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.stoa.bench.federation.Call;
import org.stoa.bench.federation.Reply;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.http.Json;

/// What a scripted server is sent: numbered messages, with the time when each was there. A transaction counts once, however often
/// it comes. Safe for use by many threads.
///
/// Spec: server-server-api#transactions (v1.19).
final class Inbox {
    private static final String TEXT = "message ";

    private final Set<String> transactions = new HashSet<>();
    private final List<Integer> messages = new ArrayList<>();
    private final long[] heardAt;
    private final List<CountDownLatch> heard;

    Inbox(int messages) {
        heardAt = new long[messages];
        heard = IntStream.range(0, messages).mapToObj(_ -> new CountDownLatch(1)).toList();
    }

    /// The text of a message.
    static String text(int number) {
        return TEXT + number;
    }

    /// The script of a server.
    @Nullable Reply answer(Call call) {
        if (call.is("PUT", "/_matrix/federation/v1/send/")) {
            long now = System.nanoTime();
            take(call.segments(4).getFirst(), call.json(), now);
        }
        return null;
    }

    private synchronized void take(String transaction, Json body, long now) {
        if (!transactions.add(transaction)) {
            return;
        }
        for (Json pdu : body.at("pdus").items()) {
            String text = pdu.at("content", "body").text();
            if (text.startsWith(TEXT)) {
                int number = Integer.parseInt(text.substring(TEXT.length()));
                messages.add(number);
                heardAt[number] = now;
                heard.get(number).countDown();
            }
        }
    }

    boolean await(int message, long time, TimeUnit unit) throws InterruptedException {
        return heard.get(message).await(time, unit);
    }

    synchronized long heardAt(int message) {
        return heardAt[message];
    }

    /// Fails unless each message came once, in order.
    synchronized void check(String server, int count) {
        CheckFailed.unless(
                messages.equals(IntStream.range(0, count).boxed().toList()),
                server + " got " + messages + " instead of each of " + count + " messages once");
    }
}

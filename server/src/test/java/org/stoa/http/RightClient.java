package org.stoa.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// One of [MixedClients]: keeps its connection and sends right requests, in pieces of any size, some before it has its answers to the last.
final class RightClient implements Runnable {
    private static final int BATCHES_OF_A_CONNECTION = 200;

    private final MixedClients all;
    private final int number;
    private final Random random;
    private int sent;

    RightClient(MixedClients all, int number, Random random) {
        this.all = all;
        this.number = number;
        this.random = random;
    }

    @Override
    public void run() {
        while (all.goOn()) {
            try (RawClient client = new RawClient(all.connect())) {
                boolean isRight = true;
                for (int i = 0; i < BATCHES_OF_A_CONNECTION && isRight && all.goOn(); i++) {
                    isRight = batch(client);
                }
            } catch (IOException broken) {
                all.wrong("the connection of right-" + number + " broke: " + broken);
            }
        }
    }

    private boolean batch(RawClient client) throws IOException {
        int count = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
        List<String> names = new ArrayList<>();
        List<String> bodies = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "right-" + number + "-" + ++sent;
            String body = body(name, random);
            names.add(name);
            bodies.add(body);
            text.append(head(name, body));
            ends.add(text.length());
            text.append(body);
            ends.add(text.length());
        }
        send(client, text.toString(), ends);
        for (int i = 0; i < count; i++) {
            Answer answer = client.read();
            String answeredName = answer.header("X-Name").orElse("nobody");
            if (!all.check(
                    names.get(i), bodies.get(i), answer.status(), answeredName, answer.text())) {
                return false;
            }
        }
        return true;
    }

    private static String head(String name, String body) {
        return "POST /echo/"
                + name
                + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n";
    }

    /// In one piece, or each head and body by itself as many clients do, or cut anywhere.
    private void send(RawClient client, String text, List<Integer> ends) throws IOException {
        int way = random.nextInt(3);
        if (way == 0) {
            client.send(text);
            return;
        }
        int begin = 0;
        for (int next = 0; begin < text.length(); next++) {
            int end = way == 1 ? ends.get(next) : begin + 1 + random.nextInt(1 + text.length() / 4);
            end = Math.min(end, text.length());
            client.send(text.substring(begin, end));
            begin = end;
        }
    }

    /// Mostly as short as what people do, and now and then larger than any buffer.
    static String body(String name, Random random) {
        int size =
                switch (random.nextInt(40)) {
                    case 0 -> 0;
                    case 1 -> random.nextInt(60_000);
                    case 2, 3, 4 -> random.nextInt(9_000);
                    default -> 20 + random.nextInt(300);
                };
        return (name + ';').repeat(1 + size / (name.length() + 1)).substring(0, size);
    }
}

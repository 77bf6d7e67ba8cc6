package org.stoa.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Random;

/// One of [MixedClients]: sends right requests as the JDK does.
final class LibraryClient implements Runnable {
    private final MixedClients all;
    private final int number;
    private final Random random;

    LibraryClient(MixedClients all, int number, Random random) {
        this.all = all;
        this.number = number;
        this.random = random;
    }

    @Override
    public void run() {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int sent = 1; all.goOn(); sent++) {
                exchange(http, "library-" + number + "-" + sent);
            }
        } catch (IOException broken) {
            all.wrong("no answer to library-" + number + ": " + broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void exchange(HttpClient http, String name) throws IOException, InterruptedException {
        String body = RightClient.body(name, random);
        URI target = URI.create("http://127.0.0.1:" + all.address().getPort() + "/echo/" + name);
        HttpRequest request =
                HttpRequest.newBuilder(target).POST(BodyPublishers.ofString(body)).build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        String answeredName = answer.headers().firstValue("X-Name").orElse("nobody");
        all.check(name, body, answer.statusCode(), answeredName, answer.body());
    }
}

package org.stoa.boot.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.stoa.boot.config.StoaConfig;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;

/// The server's name as others see it: DNS, what the well-known file says, and what time it is there.
final class Name {
    private static final Duration MAX_DRIFT = Duration.ofSeconds(30);
    private static final Instant WRITTEN = Instant.parse("2026-01-01T00:00:00Z");

    private final ServerName name;
    private final Optional<String> publicBaseUrl;
    private final InstantSource clock;
    private final WebFile.Source web;

    Name(StoaConfig config, InstantSource clock, WebFile.Source web) {
        this.name = config.serverName();
        this.publicBaseUrl = Optional.ofNullable(config.discovery().publicBaseUrl());
        this.clock = clock;
        this.web = web;
    }

    List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        if (name.host().equals("localhost")) {
            findings.add(
                    Finding.warning(
                            "name",
                            "'localhost' is for trying out; set server_name for a server that others reach"));
            findings.add(clockAlone());
            return findings;
        }
        Finding address = address();
        findings.add(address);
        if (address.level() == Finding.Level.BAD) {
            findings.add(clockAlone());
            return findings;
        }
        findings.addAll(wellKnown());
        return findings;
    }

    private Finding address() {
        String host = name.host().replace("[", "").replace("]", "");
        try {
            String addresses =
                    Arrays.stream(InetAddress.getAllByName(host))
                            .map(InetAddress::getHostAddress)
                            .collect(Collectors.joining(", "));
            return Finding.good("DNS", host + " is " + addresses);
        } catch (UnknownHostException e) {
            return Finding.bad(
                    "DNS",
                    "nobody knows the address of " + host + ": add it to the DNS of its domain");
        }
    }

    private List<Finding> wellKnown() {
        URI url = URI.create("https://" + name.host() + "/.well-known/matrix/client");
        try {
            WebFile file = web.fetch(url);
            return List.of(wellKnown(url, file), clock(file));
        } catch (IOException e) {
            return List.of(
                    Finding.warning(
                            "well-known",
                            url
                                    + " cannot be read ("
                                    + e
                                    + "): clients find the server only by its full URL"),
                    clockAlone());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(Finding.warning("well-known", "interrupted"));
        }
    }

    private Finding wellKnown(URI url, WebFile file) {
        if (file.status() != 200) {
            return Finding.warning(
                    "well-known",
                    url
                            + " answers "
                            + file.status()
                            + ": set public_base_url, and pass /.well-known/matrix/ of that name on to Stoa");
        }
        Optional<String> baseUrl = baseUrl(file.body());
        if (baseUrl.isEmpty()) {
            return Finding.bad(
                    "well-known", url + " has no m.homeserver.base_url: clients refuse it");
        }
        String expected = publicBaseUrl.orElse(baseUrl.get());
        String found = baseUrl.get().replaceFirst("/$", "");
        return found.equals(expected.replaceFirst("/$", ""))
                ? Finding.good("well-known", url + " sends clients to " + found)
                : Finding.warning(
                        "well-known",
                        url
                                + " sends clients to "
                                + found
                                + ", and public_base_url is "
                                + expected);
    }

    private static Optional<String> baseUrl(byte[] body) {
        try {
            return Json.parseObject(body)
                    .object("m.homeserver")
                    .flatMap((JsonObject homeserver) -> homeserver.string("base_url"));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private Finding clock(WebFile file) {
        Optional<Instant> there = file.date();
        if (there.isEmpty()) {
            return clockAlone();
        }
        Duration drift = Duration.between(there.get(), clock.instant());
        return drift.abs().compareTo(MAX_DRIFT) > 0
                ? Finding.bad(
                        "clock",
                        "it is "
                                + drift.toSeconds()
                                + " s away from that of "
                                + name.host()
                                + ": turn time synchronisation on")
                : Finding.good("clock", clock.instant() + ", as at " + name.host());
    }

    private Finding clockAlone() {
        Instant now = clock.instant();
        return now.isBefore(WRITTEN)
                ? Finding.bad("clock", now + " is long ago: set the clock")
                : Finding.good("clock", now + "; there was nobody to compare it with");
    }
}

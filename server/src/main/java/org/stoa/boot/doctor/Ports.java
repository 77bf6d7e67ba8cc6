package org.stoa.boot.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.stoa.boot.config.StoaConfig;
import org.stoa.http.ListenerConfig;

/// The addresses that the server listens on.
final class Ports {
    private final StoaConfig config;
    private final boolean served;

    Ports(StoaConfig config, boolean served) {
        this.config = config;
        this.served = served;
    }

    List<Finding> examine() {
        List<ListenerConfig> listeners = new ArrayList<>(config.listeners());
        if (config.metrics().enabled()) {
            listeners.add(ListenerConfig.http(config.metrics().address(), config.metrics().port()));
        }
        return listeners.stream().map(this::examine).toList();
    }

    private Finding examine(ListenerConfig listener) {
        String subject = "port " + listener.port();
        String where = listener.address() + " port " + listener.port();
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(
                    new InetSocketAddress(
                            InetAddress.getByName(listener.address()), listener.port()));
            return served
                    ? Finding.warning(
                            subject,
                            where
                                    + " is free, although the server runs: was it started with another configuration?")
                    : Finding.good(subject, where + " is free");
        } catch (UnknownHostException e) {
            return Finding.bad(subject, listener.address() + " is no address of this machine");
        } catch (IOException e) {
            if (served) {
                return Finding.good(
                        subject, where + " is taken, by the running server or another program");
            }
            return listener.optional()
                    ? Finding.warning(
                            subject,
                            where
                                    + " cannot be had ("
                                    + e.getMessage()
                                    + "); the server starts without it")
                    : Finding.bad(
                            subject,
                            where
                                    + " cannot be had ("
                                    + e.getMessage()
                                    + "): end the program that has it, or take another port");
        }
    }
}

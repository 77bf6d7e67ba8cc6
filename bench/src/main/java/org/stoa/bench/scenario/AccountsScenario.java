package org.stoa.bench.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.stoa.bench.http.Answer;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.http.Connection;
import org.stoa.bench.load.Load;
import org.stoa.bench.load.Workers;

/// S12: register and log in, with passwords hashed as in production (`PASSWORD_COST=production` for the start script).
/// Each token must be its user's, and a wrong password must be refused.
final class AccountsScenario implements Scenario {
    private static final String LOGIN =
            """
            {"type":"m.login.password","identifier":{"type":"m.id.user","user":"%s"},"password":"%s"}""";

    @Override
    public String id() {
        return "S12";
    }

    @Override
    public String title() {
        return "register and log in";
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("PASSWORD_COST", "production");
    }

    @Override
    public List<Case> cases(Size size) {
        return switch (size) {
            case TINY -> List.of(of(2));
            case COMPARE, FULL -> List.of(of(1), of(10));
        };
    }

    private static Case of(int workers) {
        return new Case("workers=" + workers, trial -> run(trial, workers));
    }

    private static List<Measurement> run(Trial trial, int workers)
            throws IOException, InterruptedException {
        List<Connection> connections = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            connections.add(new Connection(trial.uri()));
        }
        ConcurrentLinkedQueue<Account> made = new ConcurrentLinkedQueue<>();
        Load.Measured registered =
                trial.load(
                        workers,
                        trial.closed(),
                        worker -> made.add(trial.register(connections.get(worker))));
        List<Account> accounts = List.copyOf(made);
        checkTokens(connections.getFirst(), accounts);
        ConcurrentLinkedQueue<Account> again = new ConcurrentLinkedQueue<>();
        Load.Measured loggedIn =
                trial.load(
                        workers,
                        trial.closed(),
                        worker -> {
                            Account account = accounts.get(again.size() % accounts.size());
                            again.add(logIn(connections.get(worker), account));
                        });
        checkTokens(connections.getFirst(), List.copyOf(again));
        checkRefusal(connections.getFirst(), accounts.getFirst());
        Workers.each(workers, worker -> connections.get(worker).close());
        return List.of(
                Measurement.of(registered, "registration").named("register"),
                Measurement.of(loggedIn, "login").named("log in"));
    }

    private static Account logIn(Connection connection, Account account) throws IOException {
        Answer answer =
                connection
                        .call(
                                "POST",
                                "/_matrix/client/v3/login",
                                "",
                                LOGIN.formatted(account.userId(), Users.PASSWORD))
                        .orThrow();
        return new Account(answer.text("user_id"), answer.text("access_token"));
    }

    private static void checkTokens(Connection connection, List<Account> accounts)
            throws IOException {
        for (Account account : accounts) {
            String user =
                    new Client(connection, account).get("account/whoami").orThrow().text("user_id");
            CheckFailed.unless(
                    user.equals(account.userId()),
                    "the token of " + account.userId() + " is of " + user);
        }
    }

    private static void checkRefusal(Connection connection, Account account) throws IOException {
        Answer answer =
                connection.call(
                        "POST",
                        "/_matrix/client/v3/login",
                        "",
                        LOGIN.formatted(account.userId(), "wrong"));
        CheckFailed.unless(
                answer.status() == 403 && answer.text("errcode").equals("M_FORBIDDEN"),
                "a wrong password is answered with " + answer.status());
    }
}

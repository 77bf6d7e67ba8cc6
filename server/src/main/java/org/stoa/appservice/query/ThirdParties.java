package org.stoa.appservice.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Predicate;
import org.stoa.appservice.Registration;
import org.stoa.appservice.Registrations;
import org.stoa.appservice.client.ServiceAnswer.Answered;
import org.stoa.appservice.client.ServiceClient;
import org.stoa.appservice.client.ServiceClient.Kind;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.remote.RemotePath;

/// Asks services about the networks that they know, all that know one at once. A service that does not answer, or answers
/// nonsense, is left out. Thread-safe.
///
/// Spec: application-service-api#third-party-networks (v1.19).
public final class ThirdParties {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /// Fields of a search; a protocol has a handful.
    private static final int MAX_FIELDS = 50;

    /// Results of one request.
    private static final int MAX_RESULTS = 1_000;

    private final Registrations registrations;
    private final ServiceClient client;

    /// Asks the services that are registered.
    public ThirdParties(Registrations registrations, ServiceClient client) {
        this.registrations = registrations;
        this.client = client;
    }

    /// What a search is for.
    public enum Subject {
        LOCATION("alias", "location"),
        USER("userid", "user");

        private final String idName;
        private final String path;

        Subject(String idName, String path) {
            this.idName = idName;
            this.path = path;
        }
    }

    /// All protocols with what their services say of them.
    public JsonObject protocols() {
        JsonObject.Builder all = JsonObject.builder();
        TreeSet<String> names = new TreeSet<>();
        registrations.all().forEach(service -> names.addAll(service.protocols()));
        List<Optional<JsonObject>> protocols = atOnce(names, this::protocol);
        int at = 0;
        for (String name : names) {
            protocols.get(at++).ifPresent(protocol -> all.put(name, protocol));
        }
        return all.build();
    }

    /// What the services say of a protocol, with the instances of all of them; empty when nobody knows it.
    public Optional<JsonObject> protocol(String name) {
        List<JsonObject> answers = new ArrayList<>();
        RemotePath path = RemotePath.of("/thirdparty/protocol/{}", name);
        for (Reply reply : ask(service -> service.protocols().contains(name), path)) {
            if (reply.json() instanceof JsonObject protocol) {
                answers.add(withInstanceIds(reply.service(), protocol));
            }
        }
        if (answers.isEmpty()) {
            return Optional.empty();
        }
        List<Json> instances = new ArrayList<>();
        answers.forEach(
                answer ->
                        instances.addAll(
                                answer.array("instances").orElse(JsonArray.EMPTY).objects()));
        return Optional.of(answers.getFirst().with("instances", JsonArray.of(instances)));
    }

    /// The id that clients name an instance by, in the directory of rooms too.
    public static String instanceId(String service, String network) {
        return service + "|" + network;
    }

    private static JsonObject withInstanceIds(Registration service, JsonObject protocol) {
        List<Json> instances = new ArrayList<>();
        for (JsonObject instance : protocol.array("instances").orElse(JsonArray.EMPTY).objects()) {
            Optional<String> network = instance.string("network_id");
            instances.add(
                    network.isEmpty()
                            ? instance
                            : instance.with(
                                    "instance_id",
                                    new JsonString(instanceId(service.id(), network.get()))));
        }
        return protocol.with("instances", JsonArray.of(instances));
    }

    /// What services find in a protocol's network by fields of theirs; none when nobody knows the protocol.
    public List<JsonObject> search(Subject subject, String protocol, Map<String, String> fields) {
        RemotePath path = RemotePath.of("/thirdparty/" + subject.path + "/{}", protocol);
        int count = 0;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (!field.getKey().equals("access_token") && count++ < MAX_FIELDS) {
                path = path.with(field.getKey(), field.getValue());
            }
        }
        return results(subject, ask(service -> service.protocols().contains(protocol), path));
    }

    /// What a name of Matrix stands for in third-party networks.
    ///
    /// @param knows which services to ask
    public List<JsonObject> lookUp(Subject subject, String name, Predicate<Registration> knows) {
        RemotePath path = RemotePath.of("/thirdparty/" + subject.path).with(subject.idName, name);
        return results(subject, ask(knows, path));
    }

    private static List<JsonObject> results(Subject subject, List<Reply> replies) {
        List<JsonObject> results = new ArrayList<>();
        for (Reply reply : replies) {
            if (reply.json() instanceof JsonArray array) {
                array.objects().stream()
                        .filter(each -> isResult(subject, each))
                        .limit(MAX_RESULTS)
                        .forEach(results::add);
            }
        }
        return results;
    }

    private static boolean isResult(Subject subject, JsonObject result) {
        return result.string(subject.idName).isPresent()
                && result.string("protocol").isPresent()
                && result.object("fields").isPresent();
    }

    private record Reply(Registration service, Json json) {}

    private List<Reply> ask(Predicate<Registration> knows, RemotePath path) {
        List<Registration> services =
                registrations.all().stream()
                        .filter(service -> service.address().isPresent() && knows.test(service))
                        .toList();
        return atOnce(services, service -> ask(service, path)).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /// What comes of each, in their order.
    private static <T, R> List<R> atOnce(Collection<T> all, Function<T, R> ask) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<R>> asked = new ArrayList<>();
            all.forEach(each -> asked.add(threads.submit(() -> ask.apply(each))));
            List<R> results = new ArrayList<>();
            for (Future<R> result : asked) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a service could not be asked", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the server is stopping", e);
        }
    }

    private Optional<Reply> ask(Registration service, RemotePath path) {
        return client.get(service, Kind.THIRD_PARTY, path, TIMEOUT) instanceof Answered answered
                        && answered.isSuccess()
                ? answered.json().map(json -> new Reply(service, json))
                : Optional.empty();
    }
}

package org.stoa.bridge.registration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// A registration as the YAML file that homeservers read.
///
/// Spec: application-service-api#registration (v1.19).
public final class RegistrationFile {

    private RegistrationFile() {}

    /// Returns what the file holds. Without an `id` the file's name is taken, as homeservers do.
    ///
    /// @throws IOException when the file cannot be read
    /// @throws RegistrationException when it is no registration
    public static Registration read(Path file) throws IOException {
        return parse(Files.readString(file), file.getFileName().toString());
    }

    /// Returns what the file holds; when it is not there, it is made of what the supplier gives.
    public static Registration readOrMake(Path file, Supplier<Registration> first)
            throws IOException {
        if (!Files.exists(file)) {
            write(file, first.get());
        }
        return read(file);
    }

    /// Writes a new file that only its owner can read, since the tokens are in it.
    ///
    /// @throws FileAlreadyExistsException when it is there: its tokens are in use
    public static void write(Path file, Registration registration) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] onlyOwner =
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        Files.createFile(file, onlyOwner);
        Files.write(
                file,
                toYaml(registration).getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.TRUNCATE_EXISTING);
    }

    /// Returns the registration as YAML.
    public static String toYaml(Registration registration) {
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        root.put("id", registration.id());
        root.put("url", registration.url());
        root.put("as_token", registration.asToken());
        root.put("hs_token", registration.hsToken());
        root.put("sender_localpart", registration.senderLocalpart());
        root.put("rate_limited", registration.rateLimited());
        root.put("receive_ephemeral", registration.receiveEphemeral());
        Map<String, Object> namespaces = new LinkedHashMap<>();
        namespaces.put("users", namespaces(registration.users()));
        namespaces.put("aliases", namespaces(registration.aliases()));
        namespaces.put("rooms", namespaces(registration.rooms()));
        root.put("namespaces", namespaces);
        if (!registration.protocols().isEmpty()) {
            root.put("protocols", registration.protocols());
        }
        return new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build())
                .dumpToString(root);
    }

    /// Returns the registration that the YAML holds.
    ///
    /// @param source the file's name, for messages and as the id that is not given
    /// @throws RegistrationException when it is none
    public static Registration parse(String yaml, String source) {
        YamlMap root = YamlMap.parse(yaml, source);
        YamlMap namespaces = root.map("namespaces");
        return new Registration(
                root.text("id").orElse(source),
                root.text("url").orElse(null),
                root.required("as_token"),
                root.required("hs_token"),
                root.required("sender_localpart"),
                namespaces(namespaces, "users"),
                namespaces(namespaces, "aliases"),
                namespaces(namespaces, "rooms"),
                root.flag("rate_limited", true),
                root.flag("receive_ephemeral", false),
                root.texts("protocols"));
    }

    private static List<Map<String, Object>> namespaces(List<Namespace> namespaces) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Namespace namespace : namespaces) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("exclusive", namespace.exclusive());
            entry.put("regex", namespace.regex());
            list.add(entry);
        }
        return list;
    }

    private static List<Namespace> namespaces(YamlMap namespaces, String name) {
        return namespaces.maps(name).stream()
                .map(
                        entry ->
                                new Namespace(
                                        entry.required("regex"), entry.flag("exclusive", false)))
                .toList();
    }
}

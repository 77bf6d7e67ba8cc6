package org.stoa.boot.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.stoa.appservice.Registration;
import org.stoa.boot.CommandException;
import org.stoa.boot.ExitCode;
import org.stoa.boot.config.RegistrationFiles;
import org.stoa.boot.config.StoaConfig;

/// The registrations in the data folder, which commands add and remove.
final class RegistrationFolder {
    private final StoaConfig config;
    private final Path folder;

    RegistrationFolder(StoaConfig config) {
        this.config = config;
        this.folder = config.registrationFolder();
    }

    /// Copies a registration into the folder, readable for its owner only: it holds tokens. A copy is there as a whole or not
    /// at all, since a server would not start with half of one.
    Path add(String id, Path file) {
        Path copy = folder.resolve(fileName(id));
        if (Files.exists(copy)) {
            throw new CommandException(
                    ExitCode.USAGE, copy + " is there already, and has another id than its name");
        }
        try {
            Files.createDirectories(folder);
            Path part =
                    Files.createTempFile(
                            folder,
                            "new",
                            ".part",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            try {
                Files.write(part, Files.readAllBytes(file));
                Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (AccessDeniedException e) {
            throw new CommandException(
                    ExitCode.FAILURE,
                    "cannot write into %s: no permission; give this command as the user that runs the server"
                            .formatted(folder),
                    e);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILURE, "cannot copy " + file + " to " + copy + ": " + e, e);
        }
        requireSameId(id, copy);
        return copy;
    }

    /// A registration without an id is known by the name of its file, which not every file can keep.
    private void requireSameId(String id, Path copy) {
        List<Registration> read = RegistrationFiles.read(config.serverName(), List.of(copy));
        if (!read.getFirst().id().equals(id)) {
            remove(copy);
            throw new CommandException(
                    ExitCode.USAGE, "expected an id in the registration '" + id + "'");
        }
    }

    /// Finds the file of a registration that was added.
    Path find(String id) {
        for (Path file : config.registrationFiles()) {
            List<Registration> read = RegistrationFiles.read(config.serverName(), List.of(file));
            if (read.getFirst().id().equals(id)) {
                return ofFolder(id, file);
            }
        }
        throw new CommandException(
                ExitCode.USAGE,
                "there is no application service '" + id + "'; see: appservice list");
    }

    private Path ofFolder(String id, Path file) {
        if (!file.startsWith(folder.toAbsolutePath())) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "'%s' is in %s, which the configuration names: take it out there, and then: appservice reload"
                            .formatted(id, file));
        }
        return file;
    }

    void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILURE, "cannot delete " + file + ": " + e, e);
        }
    }

    /// What is safe in the name of a file; two ids that differ only in other signs get different names.
    private static String fileName(String id) {
        String plain = id.replaceAll("[^A-Za-z0-9._-]", "_");
        return plain.equals(id) && !plain.startsWith(".")
                ? plain + ".yaml"
                : plain.replaceFirst("^[.]", "_")
                        + "-"
                        + Integer.toHexString(id.hashCode())
                        + ".yaml";
    }
}

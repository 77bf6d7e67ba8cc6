package org.stoa.boot.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.stoa.appservice.Registration;
import org.stoa.protocol.id.ServerName;

/// Finds and reads the files in which application services are registered.
public final class RegistrationFiles {
    /// In the data folder: what `./stoa appservice add` puts there.
    public static final String FOLDER = "appservices";

    private RegistrationFiles() {}

    /// Returns the registrations in files, checked one by one and against each other.
    ///
    /// Throws ConfigException with the file and the line of what is wrong.
    public static List<Registration> read(ServerName serverName, List<Path> files) {
        List<RegistrationFile> all = new ArrayList<>();
        for (Path file : files) {
            all.add(RegistrationFile.parse(serverName, file, text(file)));
        }
        RegistrationConflicts.check(serverName, all);
        return all.stream().map(RegistrationFile::registration).toList();
    }

    /// Returns the files of a folder, in the order of their names; none when there is no folder.
    static List<Path> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ConfigException("cannot list the folder " + folder + ": " + e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException(
                    ConfigKeys.APP_SERVICE_FILES.path() + ": there is no file " + file);
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + ": " + e);
        }
    }
}

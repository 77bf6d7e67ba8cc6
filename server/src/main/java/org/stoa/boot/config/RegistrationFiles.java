package org.stoa.boot.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
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

    /// Real ones have a few hundred bytes.
    private static final int MAX_BYTES = 1 << 20;

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
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new ConfigException(file + " is no file of text");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new ConfigException(
                        file + " is no registration: it has more than " + MAX_BYTES + " bytes");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + " is no registration: it is not text in UTF-8");
        } catch (NoSuchFileException e) {
            throw new ConfigException(
                    ConfigKeys.APP_SERVICE_FILES.path() + ": there is no file " + file);
        } catch (AccessDeniedException e) {
            throw new ConfigException(
                    "cannot read "
                            + file
                            + ": the user that runs this has no permission to read it");
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + ": " + e);
        }
    }
}

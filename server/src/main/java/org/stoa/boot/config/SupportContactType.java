package org.stoa.boot.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.SupportContact;

/// Reads a contact: `{role, matrix_id, email_address}`, of which the last two may be missing, but not both.
final class SupportContactType implements ConfigType<SupportContact> {
    private static final List<String> KEYS = List.of("role", "matrix_id", "email_address");
    private static final ConfigType<String> TEXT = ConfigTypes.text(ConfigChecks::notEmpty);
    private static final ConfigType<String> USER_ID = ConfigTypes.text(ConfigChecks::userId);

    @Override
    public SupportContact read(String path, ConfigValue value) {
        if (!(value instanceof ConfigValue.Mapping mapping)) {
            throw new ConfigException(
                    value.place() + ": " + path + ": expected the keys " + String.join(", ", KEYS));
        }
        UnknownKey.refuse(mapping, path, KEYS);
        String role = optional(TEXT, path + ".role", mapping.entries().get("role"));
        String matrixId =
                optional(USER_ID, path + ".matrix_id", mapping.entries().get("matrix_id"));
        String email =
                optional(TEXT, path + ".email_address", mapping.entries().get("email_address"));
        if (role == null || (matrixId == null && email == null)) {
            throw new ConfigException(
                    mapping.place()
                            + ": "
                            + path
                            + ": expected role, and matrix_id or email_address");
        }
        return new SupportContact(role, matrixId, email);
    }

    private static @Nullable String optional(
            ConfigType<String> type, String path, @Nullable ConfigValue value) {
        return value == null ? null : type.read(path, value);
    }

    @Override
    public String write(SupportContact value, int indent) {
        String margin = "\n" + " ".repeat(indent);
        StringBuilder lines = new StringBuilder("role: " + TEXT.write(value.role(), indent));
        String matrixId = value.matrixId();
        if (matrixId != null) {
            lines.append(margin).append("matrix_id: ").append(TEXT.write(matrixId, indent));
        }
        String email = value.emailAddress();
        if (email != null) {
            lines.append(margin).append("email_address: ").append(TEXT.write(email, indent));
        }
        return lines.toString();
    }
}

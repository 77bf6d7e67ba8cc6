package org.stoa.accounts.password;

import java.text.Normalizer;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/// Checks bcrypt hashes, which accounts imported from other servers have (`$2a$`, `$2b$`, `$2y$`).
final class BcryptHash {

    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$[0-9]{2}\\$[./A-Za-z0-9]{53}");

    private BcryptHash() {}

    static boolean isBcrypt(String text) {
        return FORM.matcher(text).matches();
    }

    /// Whether the hash is of the password. Synapse hashes the NFKC form of a password, so that is checked.
    static boolean matches(String hash, String password) {
        String normal = Normalizer.normalize(password, Normalizer.Form.NFKC);
        return OpenBSDBCrypt.checkPassword(hash, normal.toCharArray());
    }
}

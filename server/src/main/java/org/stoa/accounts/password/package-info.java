/// Passwords: hashing with Argon2id, and checking what older servers hashed with bcrypt.
@NullMarked
package org.stoa.accounts.password;

import org.jspecify.annotations.NullMarked;

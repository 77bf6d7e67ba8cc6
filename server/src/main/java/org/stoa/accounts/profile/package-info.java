/// Profiles: names, pictures and other fields that users show.
@NullMarked
package org.stoa.accounts.profile;

import org.jspecify.annotations.NullMarked;

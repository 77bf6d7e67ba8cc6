/// The schema: ordered migrations, forward only, with one text for both engines.
@NullMarked
package org.stoa.storage.migrate;

import org.jspecify.annotations.NullMarked;

/// The keys that servers sign with: this one's own, and those of others, fetched from them or from notaries.
///
/// Spec: server-server-api#retrieving-server-keys (v1.19).
@NullMarked
package org.stoa.remote.keys;

import org.jspecify.annotations.NullMarked;

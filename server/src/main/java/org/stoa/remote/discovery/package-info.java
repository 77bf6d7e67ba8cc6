/// From the name of a server to where it is.
///
/// Spec: server-server-api#resolving-server-names (v1.19).
@NullMarked
package org.stoa.remote.discovery;

import org.jspecify.annotations.NullMarked;

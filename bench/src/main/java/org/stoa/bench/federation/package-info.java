/// Other servers, scripted: they have names, keys and certificates, sign what they send, and answer the server under load.
/// Rooms are of version 11.
@NullMarked
package org.stoa.bench.federation;

import org.jspecify.annotations.NullMarked;

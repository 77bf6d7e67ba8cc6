/// How other machines are found and talked to: name service, addresses that are allowed, TLS, HTTP.
@NullMarked
package org.stoa.remote.connect;

import org.jspecify.annotations.NullMarked;

package org.stoa.http;

import java.util.Optional;

/// Something that must work for the server to be of use, such as its database. Quick, since load balancers ask often.
public interface HealthCheck {

    /// Returns what is wrong, in a few words that strangers may read; empty when all is well.
    Optional<String> problem();
}

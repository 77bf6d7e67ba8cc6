package org.stoa.accounts.moderation;

import java.util.ArrayList;
import java.util.List;
import org.stoa.accounts.moderation.endpoint.GetRestriction;
import org.stoa.accounts.moderation.endpoint.SetRestriction;
import org.stoa.accounts.moderation.endpoint.WhoIs;
import org.stoa.http.Endpoint;

/// Wires what administrators do about accounts.
public final class ModerationModule {

    private final AccountModeration moderation;

    /// Builds it over the accounts.
    public ModerationModule(AccountModeration moderation) {
        this.moderation = moderation;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        for (Restriction restriction : Restriction.values()) {
            all.add(new GetRestriction(moderation, restriction));
            all.add(new SetRestriction(moderation, restriction));
        }
        all.add(new WhoIs(moderation));
        return all;
    }
}

package org.stoa.push;

import java.util.List;
import org.stoa.accounts.data.AccountData;
import org.stoa.http.Endpoint;
import org.stoa.push.endpoint.DeletePushRule;
import org.stoa.push.endpoint.GetGlobalPushRules;
import org.stoa.push.endpoint.GetPushRule;
import org.stoa.push.endpoint.GetPushRuleActions;
import org.stoa.push.endpoint.GetPushRules;
import org.stoa.push.endpoint.IsPushRuleEnabled;
import org.stoa.push.endpoint.SetPushRule;
import org.stoa.push.endpoint.SetPushRuleActions;
import org.stoa.push.endpoint.SetPushRuleEnabled;

/// Wires what users see of their push rules and change in them.
public final class PushModule {
    private final PushRules rules;

    /// Builds it over the account data, which keeps the rules.
    public PushModule(AccountData accountData) {
        this.rules = new PushRules(accountData);
    }

    /// Returns the endpoints of this feature.
    public List<Endpoint> endpoints() {
        return List.of(
                new GetPushRules(rules),
                new GetGlobalPushRules(rules),
                new GetPushRule(rules),
                new GetPushRuleActions(rules),
                new IsPushRuleEnabled(rules),
                new SetPushRule(rules),
                new DeletePushRule(rules),
                new SetPushRuleActions(rules),
                new SetPushRuleEnabled(rules));
    }
}

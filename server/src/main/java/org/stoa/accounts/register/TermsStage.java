package org.stoa.accounts.register;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stoa.accounts.PolicyDocument;
import org.stoa.accounts.interactive.Stage;
import org.stoa.accounts.interactive.StageAttempt;
import org.stoa.accounts.interactive.StageResult;
import org.stoa.protocol.json.JsonObject;

/// The stage in which a new user accepts the policies of the server. What was accepted, with the versions, is kept with
/// the account. Spec: client-server-api#terms-of-service-at-registration (v1.19).
public final class TermsStage implements Stage {

    /// `m.login.terms`.
    public static final String TYPE = "m.login.terms";

    private final JsonObject params;
    private final JsonObject versions;

    /// Asks for these documents to be accepted.
    public TermsStage(List<PolicyDocument> documents) {
        Map<String, JsonObject> policies = new LinkedHashMap<>();
        JsonObject.Builder accepted = JsonObject.builder();
        for (PolicyDocument document : documents) {
            JsonObject known =
                    policies.getOrDefault(
                            document.id(), JsonObject.of("version", document.version()));
            JsonObject translation =
                    JsonObject.of("name", document.name(), "url", document.url().toString());
            policies.put(document.id(), known.with(document.language(), translation));
        }
        policies.forEach((id, policy) -> accepted.put(id, policy.string("version").orElseThrow()));
        this.params = JsonObject.of("policies", JsonObject.of(policies));
        this.versions = accepted.build();
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public JsonObject params() {
        return params;
    }

    /// To ask is to accept: the client says by it that the user did.
    @Override
    public StageResult attempt(StageAttempt attempt) {
        return new StageResult.Passed(versions);
    }
}

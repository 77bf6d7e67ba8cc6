package org.stoa.accounts.interactive;

import java.util.List;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// One way through the authentication: stages to complete in this order.
public record AuthFlow(List<String> stages) {

    public AuthFlow {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("a flow has at least one stage");
        }
    }

    /// A flow of these stages.
    public static AuthFlow of(String... stages) {
        return new AuthFlow(List.of(stages));
    }

    /// Whether all of its stages are completed.
    boolean isCompletedBy(List<String> completed) {
        return completed.containsAll(stages);
    }

    /// Whether this stage is one of this flow, and all before it are completed.
    boolean continuesWith(List<String> completed, String stage) {
        int place = stages.indexOf(stage);
        return place >= 0 && completed.containsAll(stages.subList(0, place));
    }

    Json toJson() {
        return JsonObject.of("stages", JsonArray.ofStrings(stages));
    }
}

package org.stoa.federation.receive.endpoint;

import org.stoa.federation.receive.Transaction;
import org.stoa.federation.receive.Transactions;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;

/// Takes in what another server has to tell: events, and what is ephemeral. Answers when all that has to be kept of it is
/// durable.
///
/// Errors: M_BAD_JSON for lists that are none or too long; what is wrong with single events stands in the answer.
/// Spec: server-server-api#put_matrixfederationv1sendtxnid (v1.19).
public final class ReceiveTransaction implements Endpoint {
    private static final Route ROUTE =
            Route.put("/_matrix/federation/v1/send/{txnId}")
                    .access(Access.SERVER)
                    .largeBody()
                    .build();

    private final Transactions transactions;

    /// Hands over to these.
    public ReceiveTransaction(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Transaction transaction =
                Transaction.of(request.origin(), request.path("txnId"), request.body());
        return Response.okJson(transactions.receive(transaction));
    }
}

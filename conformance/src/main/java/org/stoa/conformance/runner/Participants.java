package org.stoa.conformance.runner;

import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.User;

/// Gives a test its parameters: the [Homeserver] under test, and for each [User] a new account that is called like the parameter.
public final class Participants implements ParameterResolver {
    /// Where the run keeps what the tests are about, by its class, for the length of the launcher's session.
    public static final Namespace NAMESPACE = Namespace.create(Participants.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Homeserver.class || type == User.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Homeserver homeserver =
                context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                        .get(Homeserver.class, Homeserver.class);
        if (homeserver == null) {
            throw new ParameterResolutionException(
                    "no homeserver: run the tests by conformance/run");
        }
        return parameter.getParameter().getType() == User.class
                ? homeserver.user(parameter.getParameter().getName().toLowerCase(Locale.ROOT))
                : homeserver;
    }
}

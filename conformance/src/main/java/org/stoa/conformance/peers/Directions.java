package org.stoa.conformance.peers;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.stoa.conformance.runner.Participants;

/// Gives the tests their pairs.
final class Directions implements ArgumentsProvider, AnnotationConsumer<BothWays> {
    private Versions versions = Versions.FULL;

    @Override
    public void accept(BothWays annotation) {
        versions = annotation.value();
    }

    @Override
    public Stream<Arguments> provideArguments(
            ParameterDeclarations parameters, ExtensionContext context) {
        Peers peers =
                context.getStore(StoreScope.LAUNCHER_SESSION, Participants.NAMESPACE)
                        .get(Peers.class, Peers.class);
        if (peers == null) {
            throw new IllegalStateException("no servers: run the tests by conformance/interop");
        }
        return peers.pairs(versions.list()).map(Arguments::of);
    }
}

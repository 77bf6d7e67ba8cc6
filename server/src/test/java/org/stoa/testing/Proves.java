package org.stoa.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Says which operations of the specification a test proves: that it calls each of them with success, and reads back
/// what it changed. After the test it is checked that the operations were called, and something else after each that
/// changes things; that no operation counts as done without such a test is what `EndpointInventoryTest` checks.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ProofCheck.class)
public @interface Proves {
    /// The names of the operations, as [org.stoa.specification.Operation#name] has them, such as `createRoom`.
    String[] value();
}

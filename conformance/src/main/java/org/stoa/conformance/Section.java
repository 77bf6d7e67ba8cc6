package org.stoa.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.stoa.conformance.runner.Participants;

/// On a test class: the section of the specification that it tests, as the page and the anchor, like `client-server-api#login`.
/// Its tests take as parameters what they need: a `Homeserver`, and a `User` for each account.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Participants.class)
public @interface Section {
    /// The page and the anchor.
    String value();
}

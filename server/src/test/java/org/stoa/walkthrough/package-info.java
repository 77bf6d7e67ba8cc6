/// Tutorials of 2014 to 2021 as tests against a running server: each step of the text is a step of the test, in the API
/// version that the text uses and with its own way of asking.
@NullMarked
package org.stoa.walkthrough;

import org.jspecify.annotations.NullMarked;

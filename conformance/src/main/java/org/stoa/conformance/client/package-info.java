/// What a test asks a homeserver with, and what it reads from the answers.
@NullMarked
package org.stoa.conformance.client;

import org.jspecify.annotations.NullMarked;

/// What other servers may ask about memberships, one class for each operation.
@NullMarked
package org.stoa.federation.membership.endpoint;

import org.jspecify.annotations.NullMarked;

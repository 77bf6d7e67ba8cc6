/// Where other servers bring what they have to tell.
@NullMarked
package org.stoa.federation.receive.endpoint;

import org.jspecify.annotations.NullMarked;

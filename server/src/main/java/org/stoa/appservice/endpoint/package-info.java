/// Operations for application services, and for clients that want something of them.
@NullMarked
package org.stoa.appservice.endpoint;

import org.jspecify.annotations.NullMarked;

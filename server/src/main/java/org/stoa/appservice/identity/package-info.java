/// Who application services are in the client-server API.
@NullMarked
package org.stoa.appservice.identity;

import org.jspecify.annotations.NullMarked;

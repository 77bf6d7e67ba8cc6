/// Tests of requests to application services.
@NullMarked
package org.stoa.appservice.client;

import org.jspecify.annotations.NullMarked;

/// Who makes a request: access tokens, the accounts behind them, application services that speak for others, and servers.
@NullMarked
package org.stoa.http.auth;

import org.jspecify.annotations.NullMarked;

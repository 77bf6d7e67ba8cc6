/// Who makes a request: access tokens, the accounts behind them, and application services that speak for others.
@NullMarked
package org.stoa.http.auth;

import org.jspecify.annotations.NullMarked;

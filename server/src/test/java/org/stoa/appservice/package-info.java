/// Tests of application services.
@NullMarked
package org.stoa.appservice;

import org.jspecify.annotations.NullMarked;

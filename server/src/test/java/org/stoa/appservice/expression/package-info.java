/// Tests of expressions.
@NullMarked
package org.stoa.appservice.expression;

import org.jspecify.annotations.NullMarked;

/// Bad input for every operation of the client API, made from the shapes of the specification: wrong types, missing and huge
/// values, odd text, deep nesting. A server has to answer all of it with an error of Matrix, soon, and go on serving others.
@NullMarked
package org.stoa.conformance.fuzz;

import org.jspecify.annotations.NullMarked;

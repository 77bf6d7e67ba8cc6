/// The facts derived from the specification (folder `spec-facts` of the repository), and the check of an answer
/// against them.
@NullMarked
package org.stoa.specification;

import org.jspecify.annotations.NullMarked;

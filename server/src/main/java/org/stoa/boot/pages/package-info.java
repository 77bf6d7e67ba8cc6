/// The pages that people see: the front page, and those that clients open where they do not know what to ask themselves.
///
/// Everything is served from here; a page loads nothing from outside, and its content security policy says so.
@NullMarked
package org.stoa.boot.pages;

import org.jspecify.annotations.NullMarked;

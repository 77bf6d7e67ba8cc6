/// Tests of the pages.
@NullMarked
package org.stoa.boot.pages;

import org.jspecify.annotations.NullMarked;

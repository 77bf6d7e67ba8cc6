/// Tests of what the people who run the server do.
@NullMarked
package org.stoa.admin;

import org.jspecify.annotations.NullMarked;

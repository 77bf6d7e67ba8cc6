/// Running the server: what users report to the people who do.
@NullMarked
package org.stoa.admin;

import org.jspecify.annotations.NullMarked;

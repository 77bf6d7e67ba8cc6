/// The operations by which users report.
@NullMarked
package org.stoa.admin.endpoint;

import org.jspecify.annotations.NullMarked;

/// What users reported.
@NullMarked
package org.stoa.storage.reports;

import org.jspecify.annotations.NullMarked;

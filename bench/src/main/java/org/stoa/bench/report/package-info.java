/// Results as text, JSON lines, Markdown and SVG.
@NullMarked
package org.stoa.bench.report;

import org.jspecify.annotations.NullMarked;

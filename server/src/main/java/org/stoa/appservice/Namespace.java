package org.stoa.appservice;

import org.stoa.appservice.expression.Expression;

/// Names that interest an application service.
///
/// @param expression which ones
/// @param exclusive whether nobody else may make one of them
public record Namespace(Expression expression, boolean exclusive) {}

package org.stoa.remote.connect;

/// Where a service of a domain is, as an SRV record says.
///
/// Spec: RFC 2782.
///
/// @param priority lower ones are tried first
/// @param weight how often it comes first among those of its priority
/// @param target a host name without a dot at its end; empty when the domain does not offer the service
public record ServiceRecord(int priority, int weight, int port, String target) {}

package org.stoa.rooms.send;

/// What makes two requests of a device the same one.
///
/// Spec: client-server-api#transaction-identifiers (v1.19).
///
/// @param userNid number of the user
/// @param device the device; empty for an application service acting without one
/// @param endpoint the path without its API version and transaction id
/// @param txnId the client's transaction id
public record TransactionKey(long userNid, String device, String endpoint, String txnId) {}

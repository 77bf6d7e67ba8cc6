package org.stoa.remote.connect;

/// A host, by name or by address without brackets, and a port.
public record Place(String host, int port) {}

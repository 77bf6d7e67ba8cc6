package org.stoa.storage.accounts;

/// An access token with the account it belongs to.
public record TokenOwner(AccessTokenRow token, Account account) {}

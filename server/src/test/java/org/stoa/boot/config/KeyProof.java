package org.stoa.boot.config;

/// Shows that a key changes what a server with it does; fails when it does not.
interface KeyProof {
    void show() throws Exception;
}

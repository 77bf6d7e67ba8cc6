package org.stoa.boot.config;

import org.stoa.http.Cidr;

/// A block of addresses as it was written.
public record Network(String text) {
    /// Returns the block that `text` stands for; throws IllegalArgumentException with what was expected.
    static Network parse(String text) {
        try {
            Cidr.parse(text);
            return new Network(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("an IP address or a network such as 10.0.0.0/8", e);
        }
    }

    /// Returns the block.
    public Cidr cidr() {
        return Cidr.parse(text);
    }

    @Override
    public String toString() {
        return text;
    }
}

package org.stoa.accounts;

import java.net.URI;

/// A document that new users have to accept, in one language.
///
/// @param id what it is, the same in all languages: `privacy_policy`
/// @param version of the document
/// @param language of this text, as in RFC 5646: `en`
/// @param name what it is called in that language
/// @param url where it is
public record PolicyDocument(String id, String version, String language, String name, URI url) {

    public PolicyDocument {
        if (language.equals("version")) {
            throw new IllegalArgumentException("'version' is no language");
        }
    }
}

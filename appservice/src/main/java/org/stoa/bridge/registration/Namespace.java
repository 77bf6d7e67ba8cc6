package org.stoa.bridge.registration;

/// A part of the users, aliases or rooms of a homeserver that an application service is interested in.
///
/// @param regex an expression that the whole id matches
/// @param exclusive whether nobody else may make users or aliases in it
///
/// Spec: application-service-api#registration (v1.19).
public record Namespace(String regex, boolean exclusive) {

    private static final String SPECIAL = ".[]{}()*+?^$|\\";

    /// Returns the exclusive namespace of the ids that begin with the text and end with the other.
    public static Namespace exclusiveBetween(String start, String end) {
        return new Namespace(quoted(start) + ".*" + quoted(end), true);
    }

    /// Returns the expression that matches the text alone, in any dialect of expressions.
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (SPECIAL.indexOf(c) >= 0) {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.toString();
    }
}

package org.stoa.conformance.runner;

/// What became of one test.
///
/// @param test the class and the method, like `LoginTest.login_withWrongPassword_isForbidden`
/// @param section of the specification; may be empty
/// @param why it failed or was skipped; empty when it passed
record Result(String test, String section, Outcome outcome, String why) {}

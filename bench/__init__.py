"""Measures Postil; run by hand, never by the tests."""

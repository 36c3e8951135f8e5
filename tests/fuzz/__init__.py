"""Anything at all, sent to everything that takes something: 10,000 cases, the same in every run."""

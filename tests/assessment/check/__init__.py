"""Findings about a set."""

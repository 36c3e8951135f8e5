"""Faults: the service as it runs in a school, and what happens to schools."""

"""Measured speed, as ratios to something run beside it. Run: ``python -m tests.benchmarks``."""

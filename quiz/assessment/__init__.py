"""The core: what a question set is, how it is read, checked and scored.

No Flask, no database, no clock and no chance in here: ``now`` and ``seed`` are passed in.
"""

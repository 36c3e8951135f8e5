"""Typed text against what is accepted: `ladder` is the face of this room.

`names` keeps the names of the passages and `meaning` tells whom a text means among them, `slips`
counts slips of the keyboard, `wildcards` reads forms as they are written, `numbers` reads and
compares numbers, `pairing` gives each line of a question the text that suits it best.
"""

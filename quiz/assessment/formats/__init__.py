"""File formats: text ↔ question sets. One module (or folder) a format.

``markdown`` is the native one.
"""

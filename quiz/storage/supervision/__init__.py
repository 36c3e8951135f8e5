"""An assignment while it runs: how each student stands, and what the teacher decides about it."""

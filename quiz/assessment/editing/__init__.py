"""Edits of a document, each text → text: only the source lines of the edited part change.

`outline` cuts a document into its parts, `edits` replaces, adds, removes and moves them, `sheet`
turns a question into form fields and back, `correction` says what a corrected passage did to the
evidence. All of them work on documents with errors too.
"""

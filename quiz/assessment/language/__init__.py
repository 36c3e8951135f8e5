"""What the core knows of languages and their writing.

`folding` brings texts to a form in which only what matters differs, `numberwords` and `numerals`
read numbers in words and digits, `capitals` finds names in running text.
"""

"""Scores → facility, discrimination, reliability, distractors, evidence, and what to do.

The definitions are Moodle's (classical test theory), with two habits throughout: what Moodle shows
as a percentage is a fraction here, and variances have the divisor n − 1. A figure that is undefined
is None: never 0, never a NaN.

`figures` holds the values and the formulas; they are reached by two roads that must agree, `matrix`
(the scores of all persons, with numpy) and `sums` (one SELECT of sums, without). Only `scores`,
`matrix` and `irt` need numpy, so a page that is fed by sums starts quickly.
"""

"""Item response theory: Rasch and the two-parameter logistic model by marginal maximum likelihood.

`values` says what a fit is and how it is scaled, `likelihood` what the data say at given
parameters, `errors` how sure that is, and `fitting` climbs to the maximum.
"""

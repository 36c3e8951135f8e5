"""How many examples Hypothesis tries: few while one works, many where a variable says so.

`HYPOTHESIS_PROFILE=thorough pytest tests/assessment` looks long; every run tries new examples, so
what few of them miss today many runs find.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "quick", max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

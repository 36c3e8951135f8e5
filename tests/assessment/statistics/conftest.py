"""One thread for small matrices: several would wait for each other where the suite runs abreast."""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # it is read when numpy is first imported

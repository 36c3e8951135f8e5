"""Runs what is named, or all: ``python -m tests.benchmarks journeys growth --quick``."""

from __future__ import annotations

import argparse

from tests.benchmarks import (
    beside,
    cold,
    growth,
    journeys,
    pairs,
    report,
    rescore,
    restart,
    rush,
    steps,
)

RUNS = {
    "journeys": journeys.run,
    "postgres": journeys.on_postgres,
    "steps": steps.run,
    "growth": growth.run,
    "rush": rush.run,
    "restart": restart.run,
    "cold": cold.run,
    "rescore": rescore.run,
    "report": report.run,
    "beside": beside.run,
    **pairs.RUNS,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", metavar="name", help=" ".join(RUNS))
    parser.add_argument("--quick", action="store_true", help="a tenth of the work")
    given = parser.parse_args()
    for name in given.names or RUNS:
        if name not in RUNS:
            parser.error(f"there is no {name}; there are {' '.join(RUNS)}")
        print(f"\n{name}", flush=True)  # noqa: T201
        RUNS[name](quick=given.quick)


if __name__ == "__main__":
    main()

"""Several hosts, a proxy before them, a replica behind them: as README tells it."""

"""The speed goals, measured: `python -m benchmarks`. What each shows is in docs/benchmarks.md."""

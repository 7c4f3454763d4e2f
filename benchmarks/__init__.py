"""The measured claims of docs/benchmarks.md, each re-run by one command: ``make bench NAME=…``."""

"""Trials by fault, with real processes; `make soak` runs them at length, the suite in small."""

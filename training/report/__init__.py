"""The report of a run: what it learnt, where it errs, and how far to trust it."""

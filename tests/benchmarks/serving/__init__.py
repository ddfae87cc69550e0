"""Serving side by side: our API, four inference servers and a bare loop, on one model and one set of photos."""

"""Requests as people write them."""

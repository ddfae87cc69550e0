"""The words of requests: cut, spelt, counted, and what they mean."""

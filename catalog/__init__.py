"""The vocabulary (domains, colours, queries) and the store of photos."""

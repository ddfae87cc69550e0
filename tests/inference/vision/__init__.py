"""Recognition and colour."""

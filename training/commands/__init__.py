"""The workshop's commands."""

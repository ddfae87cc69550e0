"""The workshop: trains, compares and exports models; nothing that serves imports it."""

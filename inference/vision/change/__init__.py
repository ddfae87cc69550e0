"""What changed between two photos of one place: three methods behind one protocol."""

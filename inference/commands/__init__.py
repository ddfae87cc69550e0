"""The commands of `greengrocer`, one module for each group."""

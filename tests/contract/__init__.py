"""The contracts that other programs rely on, to the letter."""

"""`python -m inference` is `greengrocer`."""

from inference.cli import main

main()

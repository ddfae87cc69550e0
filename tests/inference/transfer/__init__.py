"""Photos by the thousand, in and out."""

"""What was added between two photos: composed pairs, the networks that find it, and how well they do."""

"""What runs the product elsewhere."""

"""What a model is worth: predictions, measures with intervals, speed, and the kept results."""

"""Recognition and colour; knows neither the web nor the store."""

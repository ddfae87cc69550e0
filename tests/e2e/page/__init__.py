"""The web page in a real browser, over the running product."""

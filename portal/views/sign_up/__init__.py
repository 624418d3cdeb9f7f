"""Joining on the web: one thing a page, no JavaScript, about a minute on a small phone."""

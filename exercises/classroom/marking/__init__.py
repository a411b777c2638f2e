"""Answers marked: by key, by hand, and again by the keys of today."""

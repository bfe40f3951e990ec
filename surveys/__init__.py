"""Asking people, and keeping them safe: surveys of our own, and what outside surveys found."""

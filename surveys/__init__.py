"""Asking people, and keeping them safe. For now: what outside surveys found."""

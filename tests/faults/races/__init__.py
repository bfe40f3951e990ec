"""Two who press at the same moment, in a real meeting on a real database."""

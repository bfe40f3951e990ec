"""The edge towards people: door, form, one action, answer."""

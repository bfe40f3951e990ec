"""Kinds of phases that adjusting contributes to the room: earlier commitments, action steps."""

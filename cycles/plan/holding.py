"""What meetings hold back of a packet, told to the pages of evidence."""

from data_imports import holding

from .queries import held_keys

holding.register(held_keys)

"""An open meeting follows who stands in on its session's page."""

from cycles.plan import changes

from .actions import follow_substitute

changes.register(follow_substitute)

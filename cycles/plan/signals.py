"""What the verbs above do when a session changes. Sent inside the transaction of the change, with `at`, its moment."""

from django.dispatch import Signal

# the session has its time, or another one
session_timed = Signal()
# it was called off
session_cancelled = Signal()
# its meeting was closed
session_met = Signal()
# somebody else facilitates the session; `former` is who did until now, if anybody
facilitator_changed = Signal()

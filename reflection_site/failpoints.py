"""Places where a test may kill the process, to prove what survives: `FAILPOINT=name` in the environment."""

import os
import signal


def reach(name: str) -> None:
    """End this process at once, as a power cut would, when `FAILPOINT` names this place; otherwise nothing."""
    if os.environ.get("FAILPOINT") == name:
        os.kill(os.getpid(), signal.SIGKILL)

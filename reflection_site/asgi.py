"""The door for web servers."""

import gc
import os
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any

from asgiref.sync import ThreadSensitiveContext
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reflection_site.settings")
THREADS = 16
# how long a busy thread may keep the others waiting: what goes out to a whole room has to have its turns soon
SWITCH_SECONDS = 0.0005

Application = Callable[[Any, Any, Any], Awaitable[None]]


class Thread(ThreadPoolExecutor):
    """One thread that stays, and how many calls wait for it or are in it."""

    def __init__(self) -> None:
        super().__init__(max_workers=1, thread_name_prefix="request")
        self.calls = 0
        self.lock = Lock()

    def submit(self, call: Callable[..., Any], /, *args: Any, **known: Any) -> "Future[Any]":
        self._count(1)
        future = super().submit(call, *args, **known)
        future.add_done_callback(lambda _: self._count(-1))
        return future

    def _count(self, more: int) -> None:
        with self.lock:
            self.calls += more


def in_few_threads(application: Application) -> Application:
    """The same application, each request in the one of `THREADS` threads with the fewest calls.

    Django would start a thread for every request: it opens the database anew and, under an event stream, stays for
    hours. These keep their database connections, and a stream leaves its thread to others.
    """
    threads = [Thread() for _ in range(THREADS)]

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        thread = min(threads, key=lambda one: one.calls)
        async with ThreadSensitiveContext(executor=thread):
            await application(scope, receive, send)

    return answer


application: Application = in_few_threads(get_asgi_application())
for name in settings.ASGI_MIDDLEWARE:
    application = import_string(name)(application)

sys.setswitchinterval(SWITCH_SECONDS)
# what stands until the end is not looked through again for garbage, while everybody waits
gc.collect()
gc.freeze()

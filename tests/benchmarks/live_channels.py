"""The same broadcast by Channels with its Redis layer, as its manual writes a chat room.

`uvicorn --factory tests.benchmarks.live_channels:application`, in a process of its own.
"""

import os
from typing import Any

GROUP = "room"


def layers() -> dict[str, Any]:
    """Its layer on the Redis of the run."""
    # it waits in Redis for longer than the client library would by itself
    address = os.environ["SOLSTICE_TEST_REDIS"] + "?socket_timeout=60"
    return {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [address]}}}


def application() -> Any:
    """Every listener joins the group and is sent what the group is."""
    from django.conf import settings

    settings.configure(CHANNEL_LAYERS=layers())
    from channels.generic.websocket import AsyncWebsocketConsumer

    class Room(AsyncWebsocketConsumer):  # type: ignore[misc]
        async def connect(self) -> None:
            await self.channel_layer.group_add(GROUP, self.channel_name)
            await self.accept()

        async def room_changed(self, event: dict[str, Any]) -> None:
            await self.send(text_data=event["text"])

    return Room.as_asgi()

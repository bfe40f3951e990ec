"""The least that a broadcast can take: web sockets and nothing else. `python -m tests.benchmarks.live_bare PORT`."""

import sys

from websockets.asyncio.server import ServerConnection, broadcast, serve


async def main(port: int) -> None:
    """What one says, all the others are sent."""
    everyone: set[ServerConnection] = set()

    async def hold(one: ServerConnection) -> None:
        everyone.add(one)
        async for text in one:
            broadcast(everyone - {one}, text)

    async with serve(hold, "127.0.0.1", port, compression=None, ping_interval=None) as server:
        await server.serve_forever()


if __name__ == "__main__":
    import uvloop

    uvloop.run(main(int(sys.argv[1])))

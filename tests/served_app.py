"""An aiohttp application over real HTTP, on a free port, in a thread of its own."""

import asyncio
import threading
from collections.abc import Callable

from aiohttp import web

LARGEST_BODY = 64_000_000
PATIENCE_S = 10


class ServedApp:
    """Serves what `routes` adds from `start` to `stop`."""

    def __init__(self, *, routes: Callable[[web.Application], None]) -> None:
        self._routes = routes
        self._url = ""
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def start(self) -> str:
        """Serve; the URL."""
        self._thread.start()
        assert self._ready.wait(PATIENCE_S)
        return self._url

    def stop(self) -> None:
        """Serve no longer."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(PATIENCE_S)

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application(client_max_size=LARGEST_BODY)
        self._routes(app)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self._url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        self._ready.set()
        await self._stop.wait()
        await runner.cleanup()

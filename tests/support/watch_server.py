"""A live page served from a thread of the test, and a browser page on it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from kazbek.web.server import listening
from kazbek.web.watch.serve import watch_app
from kazbek.web.watch.watched import Watched


@contextmanager
def serving(watched: Watched) -> Iterator[str]:
    """The page's address while it is served."""
    bound = listening("127.0.0.1", 0)
    config = uvicorn.Config(watch_app(watched), log_level="critical", ws="websockets-sansio", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: server.run(sockets=[bound]), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{bound.getsockname()[1]}/"
    server.should_exit = True
    thread.join(timeout=10)


class Screen:
    """A page in a browser, with what it asked for and complained of."""

    def __init__(self, browser: Any, address: str, *, ready: str = "!!window.kazbek", **context: Any) -> None:
        self.context = browser.new_context(
            **{"viewport": {"width": 1100, "height": 800}, "timezone_id": "UTC", **context}
        )
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda said: self.complaints.append(f"{said.type}: {said.text}"))
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        self.page.goto(address)
        self.until(ready)

    def until(self, condition: str, seconds: float = 60.0) -> None:
        """Wait for a condition of the page; its policy allows no eval, so that it is asked again and again."""
        for _ in range(int(seconds / 0.05)):
            if self.page.evaluate(condition):
                return
            time.sleep(0.05)
        raise AssertionError(f"never came true: {condition}; {self.complaints}")

    def ask(self, what: str, argument: Any = None) -> Any:
        """The value of an expression or a function on the page."""
        return self.page.evaluate(what, argument)

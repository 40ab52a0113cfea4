"""What the live page's server answers, as OpenAPI 3.1, for the page ``/api`` and for tools."""

from __future__ import annotations

from typing import Any

from kazbek.base.version import __version__

Json = dict[str, Any]
_PACKED = (
    "Packed columns: 4 bytes of header length, a JSON header [[name, f8|f4, offset]], then each column, little-endian."
)
_LIVE = (
    'A WebSocket. Server: {"state": {"revision", "working", "fault", "complete", "begun"}} whenever it changes, and '
    '{"sample": {"t", "utc", "unix_ms", "flight", "values"}} of what was subscribed. Viewer: {"subscribe": {"flight", '
    '"channels", "from", "rate", "hz"}}, and {"ack": 1} for each message: at most two are sent unacknowledged, the '
    "newest only, so that a slow viewer delays nobody."
)


def openapi() -> Json:
    """The document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "kazbek watch",
            "version": __version__,
            "description": "Page time t is TAI seconds since origin_tai_ns of /api/mission. Nothing here is tracked.",
        },
        "paths": {
            "/api/mission": _get("Flights, legs, events, channels, commentary, slots, comparison", "application/json"),
            "/api/state": _get("How far it has come, while it is flown", "application/json"),
            "/api/telemetry/{flight}/{leg}": _get(f"A leg with the station beside it. {_PACKED}"),
            "/api/sky/{flight}": _get(f"Turn of the Earth, Sun and Moon, each 600 s. {_PACKED}"),
            "/api/station/{flight}": _get(f"The station from its files, each 30 s. {_PACKED}"),
            "/api/towns": _get(f"Towns that shine at night, and how wide they are. {_PACKED}"),
            "/api/stars": _get(f"Stars brighter than magnitude 6. {_PACKED}"),
            "/api/bodies/{flight}": _get("What is drawn, and when each part leaves", "application/json"),
            "/api/mesh/{flight}/{part}": _get("A body as binary glTF", "model/gltf-binary"),
            "/api/history/{flight}/{channel}": _get(
                "A channel over time: rows [unix_ms, value], thinned to `limit` with every peak kept",
                "application/json",
                ("start", "end", "limit"),
            ),
            "/api/live": {"get": {"summary": _LIVE, "responses": {"101": {"description": "WebSocket"}}}},
        },
    }


def _get(summary: str, media: str = "application/octet-stream", query: tuple[str, ...] = ()) -> Json:
    answers: Json = {
        "200": {"description": "found", "content": {media: {}}},
        "404": {"description": "a sentence with the nearest name", "content": {"text/plain": {}}},
    }
    asked = [{"name": name, "in": "query", "schema": {"type": "number"}} for name in query]
    return {"get": {"summary": summary, "parameters": asked, "responses": answers}}

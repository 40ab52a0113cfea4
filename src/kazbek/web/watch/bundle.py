"""The page's modules as one plain script, for a folder opened from disk: browsers load no modules from files.

Each module becomes a function that returns what it exports, in the order in which they need each other. The page's own
modules and the committed bundles use the few forms of `import` and `export` that are read here.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

_IMPORT = re.compile(r'^import (?P<what>\{[^}]*\}|\* as \w+|\w+) from "(?P<path>\.[^"]+)";$', re.M)
_LATER = re.compile(r'await import\("(?P<path>\.[^"]+)"\)')
_EXPORT = re.compile(r"^export (?P<kind>const|class|function|async function) (?P<name>[\w$]+)", re.M)
_LAST = re.compile(r"export\s*\{(?P<names>[^{}]*)\};?\s*$")


def bundled(folder: Path, entry: str) -> str:
    """The script of a module and of all it needs; `entry` relative to `folder`."""
    done: dict[str, str] = {}
    _add(folder, entry, done)
    head = "// kazbek's live page as one script, made from its modules.\nconst kazbekModules = {};\n"
    return head + "\n".join(done.values())


def _add(folder: Path, name: str, done: dict[str, str]) -> None:
    if name in done:
        return
    text = (folder / name).read_text(encoding="utf-8")
    needed = [match["path"] for match in (*_IMPORT.finditer(text), *_LATER.finditer(text))]
    for path in needed:
        _add(folder, _beside(name, path), done)
    done[name] = _module(name, text)


def _beside(name: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def _module(name: str, text: str) -> str:
    text = _IMPORT.sub(lambda match: _taken(match["what"], _beside(name, match["path"])), text)
    text = _LATER.sub(lambda match: f'kazbekModules["{_beside(name, match["path"])}"]', text)
    given = [match["name"] for match in _EXPORT.finditer(text)]
    text = _EXPORT.sub(lambda match: f"{match['kind']} {match['name']}", text)
    pairs = [(name_, name_) for name_ in given]
    last = _LAST.search(text)
    if last:
        text = text[: last.start()]
        pairs += [_pair(part) for part in last["names"].split(",") if part.strip()]
    told = ", ".join(f"{outside}: {inside}" for inside, outside in pairs)
    return f'kazbekModules["{name}"] = (() => {{\n{text}\nreturn {{ {told} }};\n}})();'


def _taken(what: str, path: str) -> str:
    module = f'kazbekModules["{path}"]'
    if what.startswith("*"):
        return f"const {what.removeprefix('* as ')} = {module};"
    if what.startswith("{"):
        return f"const {what.replace(' as ', ': ')} = {module};"
    return f"const {what} = {module}.default;"


def _pair(part: str) -> tuple[str, str]:
    """The name inside and outside of ``a as B``."""
    inside, _, outside = part.strip().partition(" as ")
    return inside, outside or inside

"""Run the lines of the README with the kazbek of one environment: ``readme_lines.py ENVIRONMENT [WORD …]``.

Lines that hold one of the words are left out. The environment is one into which the built wheel was installed, without
the extra `dev`: what is missing from the declared dependencies shows here and not at a user's.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
BLOCK = re.compile(r"```(console|python)\n(.*?)```", re.DOTALL)


def lines():
    """(kind, text) of commands in their order, then of Python examples, which read what those wrote."""
    blocks = BLOCK.findall(README.read_text(encoding="utf-8"))
    commands = [line for kind, text in blocks if kind == "console" for line in text.splitlines()]
    yield from (("console", line) for line in commands if line.startswith("kazbek "))
    yield from ((kind, text) for kind, text in blocks if kind == "python")


def main():
    bin_folder = Path(sys.argv[1]).resolve() / "bin"
    settings = {**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": ""}
    with tempfile.TemporaryDirectory() as place:
        for kind, text in lines():
            if any(word in text for word in sys.argv[2:]):
                continue
            command = ["bash", "-c", text] if kind == "console" else [bin_folder / "python", "-c", text]
            started = time.monotonic()
            done = subprocess.run(command, cwd=place, env=settings, capture_output=True, text=True, timeout=900)
            print(f"{time.monotonic() - started:6.1f} s  {text.splitlines()[0]}", flush=True)
            if done.returncode:
                sys.exit(f"status {done.returncode}\n{done.stderr[-2000:]}")


main()

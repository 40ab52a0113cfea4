"""The README runs: every command and every Python example in it, in one folder, in order."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"```(console|python)\n(.*?)```", re.DOTALL)


def examples():
    blocks = BLOCK.findall(README.read_text(encoding="utf-8"))
    commands = [
        ("console", line)
        for kind, text in blocks
        if kind == "console"
        for line in text.splitlines()
        if line.startswith("kazbek ")
    ]
    return commands + [(kind, text) for kind, text in blocks if kind == "python"]


def test_every_example_runs_in_the_readme_s_order(tmp_path):
    """One test, because later examples read what earlier ones wrote."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for kind, text in examples():
        command = [sys.executable, "-c", text] if kind == "python" else [shutil.which("bash") or "bash", "-c", text]
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, f"{text}\n{done.stderr[-2000:]}"
        assert done.stdout or ">" in text, f"{text}\nprints nothing"


def test_the_two_commands_are_marked_for_machines():
    text = README.read_text(encoding="utf-8")
    for mark in ("fly", "test"):
        assert re.search(rf"<!-- {mark} command -->\n```console\npython3 -m venv", text)

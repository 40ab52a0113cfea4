"""``python -m kazbek.cli`` is ``kazbek``."""

from kazbek.cli import main

main()

"""``python -m kazbek.cli`` is ``kazbek``."""

from kazbek.cli import main

if __name__ == "__main__":
    main()

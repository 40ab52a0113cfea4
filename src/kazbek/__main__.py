"""``python -m kazbek`` is ``kazbek``."""

from kazbek.cli import main

if __name__ == "__main__":
    main()

"""The flight as a click-through gallery: a picture per beat, captions from the story, a folder opened from disk."""

import sys
from types import ModuleType
from typing import Any


class _Gallery(ModuleType):
    """This package has the name of a function of `kazbek` itself; Python puts it in the function's place once any of
    its files is imported, so calling it is calling the function.
    """

    def __call__(self, *args: Any, **options: Any) -> Any:
        from kazbek.gallery.build import gallery

        return gallery(*args, **options)


sys.modules[__name__].__class__ = _Gallery

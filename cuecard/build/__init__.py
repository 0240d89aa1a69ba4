"""The recipe: lock, read, check, render, write, record.

In come `Options`, out comes a `BuildReport`. It must never print, nor hold work that belongs to a phase.

The package itself can be called, as `cuecard.build(options)`: see `cuecard.build.recipe.build`.
"""

import sys
from types import ModuleType
from typing import Any


class _Build(ModuleType):
    """Makes the package callable: it has the name of the one function that a program needs to build a site."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Build a site, as `recipe.build` does."""
        from cuecard.build import recipe  # noqa: PLC0415 - half a second of imports

        return recipe.build(*args, **kwargs)


sys.modules[__name__].__class__ = _Build

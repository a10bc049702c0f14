"""Calls pdfium through prototypes that take plain addresses, so that one `map` covers a whole page.

pypdfium2's own wrappers convert every argument of every call; on pages with thousands of characters or lines that
costs more than pdfium's work.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Function = Callable[..., Any]


def prototype(function: Any, result: Any, *arguments: Any) -> Function:
    """A function of pdfium with addresses for pointers; it keeps Python's lock, as pdfium is not thread-safe."""
    place = ctypes.cast(function, ctypes.c_void_p).value or 0
    made: Function = _kind(result, *arguments)(place)
    return made


@cache
def _kind(result: Any, *arguments: Any) -> Any:
    """The type of a function; made once, as that takes longer than many a call."""
    return ctypes.PYFUNCTYPE(result, *arguments)


def address(handle: Any) -> int | None:
    """The address behind a handle of pypdfium2."""
    return ctypes.cast(handle, ctypes.c_void_p).value


def collect(function: Function, items: Iterable[Any], *, count: int, width: int) -> Floats:
    """Calls `function(item, *places)` for `count` items; what it writes to its `width` places, one row an item.

    A row whose call fails (returns 0) is nan, as are values that are not finite.
    """
    buffer = (ctypes.c_float * (width * max(count, 1)))()
    start, step = ctypes.addressof(buffer), 4 * width
    places = [range(start + 4 * k, start + 4 * k + step * count, step) for k in range(width)]
    done = np.fromiter(map(function, items, *places), dtype=np.int64, count=count)
    rows: Floats = (
        np.frombuffer(bytes(buffer), dtype=np.float32)[: width * count].astype(np.float64).reshape(count, width)
    )
    rows[done == 0] = np.nan
    rows[~np.isfinite(rows)] = np.nan
    return rows

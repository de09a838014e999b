"""Values as bytes, to go to another process. What they are made of are frozen mappings, which Python itself does not pickle."""

from __future__ import annotations

import io
import pickle
from types import MappingProxyType
from typing import Any


def _frozen(value: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    # The type itself can't be found by its name.
    return MappingProxyType(value)


class _Packer(pickle.Pickler):
    def reducer_override(self, value: object) -> Any:
        if isinstance(value, MappingProxyType):
            return _frozen, (dict(value),)
        return NotImplemented


def packed(value: object) -> bytes:
    """A value as bytes that `pickle.loads` reads back."""
    room = io.BytesIO()
    _Packer(room, protocol=pickle.HIGHEST_PROTOCOL).dump(value)
    return room.getvalue()

"""Pictures as pixels: what a PNG or PPM shows, without a library for images."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Pixels:
    """`rows`: of each row its bytes, so many for a pixel."""

    width: int
    rows: tuple[bytes, ...]
    size: int

    def at(self, x: int, y: int) -> Colour:
        red, green, blue = self.rows[y][x * self.size : x * self.size + 3]
        return red, green, blue

    def near(self, colour: Colour, distance: int = 12) -> int:
        """How many pixels have about this colour."""
        wanted = 0
        for row in self.rows:
            for channel in range(0, len(row), self.size):
                wanted += all(abs(row[channel + at] - colour[at]) <= distance for at in range(3))
        return wanted


def colour(hexadecimal: str) -> Colour:
    """ "#f6c08c" as red, green and blue."""
    value = int(hexadecimal[1:], 16)
    return value >> 16, value >> 8 & 255, value & 255


def png(data: bytes) -> Pixels:
    """A PNG of 8 bits a channel, with or without alpha, not interlaced."""
    width, height, bits, kind, _, _, interlaced = struct.unpack(">IIBBBBB", data[16:29])
    assert (bits, interlaced) == (8, 0)
    size = {2: 3, 6: 4}[kind]
    packed, place = b"", 8
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        if data[place + 4 : place + 8] == b"IDAT":
            packed += data[place + 8 : place + 8 + length]
        place += 12 + length
    raw, line = zlib.decompress(packed), width * size
    rows: list[bytes] = []
    above = bytes(line)
    for row in range(height):
        start = row * (line + 1)
        above = _unfiltered(raw[start], raw[start + 1 : start + 1 + line], above, size)
        rows.append(above)
    return Pixels(width, tuple(rows), size)


def _unfiltered(kind: int, packed: bytes, above: bytes, size: int) -> bytes:
    row = bytearray(packed)
    for at in range(len(row)):
        left = row[at - size] if at >= size else 0
        corner = above[at - size] if at >= size else 0
        guess = (0, left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))[kind]
        row[at] = (row[at] + guess) & 255
    return bytes(row)


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda value: abs(guess - value))


def ppm(data: bytes) -> Pixels:
    """A binary PPM."""
    kind, size, depth, body = data.split(b"\n", 3)
    width, height = map(int, size.split())
    assert (kind, depth) == (b"P6", b"255")
    return Pixels(width, tuple(body[row * width * 3 : (row + 1) * width * 3] for row in range(height)), 3)

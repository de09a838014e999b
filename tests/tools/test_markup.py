"""What is wrong with a page is found, and what is right is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.markup import faults


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>one<p>two</p><ul><li>three</li></ul>", []),
        ("<p>one<div>two</div></p>", ["index.html: line 1: </p> ends nothing"]),
        ("<b><i>one</b></i>", ["index.html: line 1: </b> stands where <i> is open", "index.html: line 1: </i> ends nothing"]),
        ("<div>one", ["index.html: <div> has no end"]),
        ("<p id='a'>one</p><a href='#a'>two</a><a href='index.html#a'>three</a><br/><img src='data:,'>", []),
        ("<a href='#b'>one</a>", ["index.html: the link '#b' leads to no place in its page"]),
        ("<a href='other.html'>one</a>", ["index.html: the link 'other.html' leads to no file"]),
        ("<script src='folder'></script>", ["index.html: the link 'folder' leads to no file"]),
        ("<a href='/docs/index.html'>one</a><a href='https://example.org/gone'>two</a>", []),
        ("<a href='/index.html'>one</a>", ["index.html: the link '/index.html' leads out of the site"]),
    ],
)
def test_faults_of_a_page(body: str, expected: list[str], tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "index.html").write_text(body, encoding="utf-8")
    assert faults(tmp_path, "/docs/") == expected

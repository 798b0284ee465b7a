"""Exported files: for their owner alone, inside their folder, and nothing is written over."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.exports import save
from bot.core.cards import Attachment


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_file_and_its_folder_are_for_their_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = save(tmp_path, "ana", Attachment("wins.md", "words"))
    finally:
        os.umask(before)
    assert path == tmp_path / "exports" / "ana-wins.md"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_same_again_is_the_same_file(tmp_path: Path) -> None:
    first = save(tmp_path, "ana", Attachment("wins.md", "words"))
    assert save(tmp_path, "ana", Attachment("wins.md", "words")) == first
    assert len(list(first.parent.iterdir())) == 1


def test_a_file_with_other_words_stays_beside_the_new_one(tmp_path: Path) -> None:
    paths = [save(tmp_path, "ana", Attachment("wins.md", f"words {n}")) for n in range(3)]
    assert [path.name for path in paths] == ["ana-wins.md", "ana-wins-2.md", "ana-wins-3.md"]
    assert [path.read_text() for path in paths] == ["words 0", "words 1", "words 2"]


def test_the_files_of_two_members_are_apart(tmp_path: Path) -> None:
    assert save(tmp_path, "ana", Attachment("w.md", "x")) != save(
        tmp_path, "ben", Attachment("w.md", "x")
    )


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_that_lies_in_the_way_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "ana-wins.md").symlink_to(target)
    assert save(tmp_path, "ana", Attachment("wins.md", "words")).name == "ana-wins-2.md"
    assert not target.exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "ana-etc-passwd"),
        ("/etc/passwd", "ana-etc-passwd"),
        ("..", "ana-file"),
        ("", "ana-file"),
        (".bashrc", "ana-bashrc"),
        ("a\nb\x1b[31m.md", "ana-a-b-31m.md"),
        ("C:\\con.md", "ana-C-con.md"),
        ("Gewinne-für-später.md", "ana-Gewinne-f-r-sp-ter.md"),
        ("x" * 500 + ".md", "ana-" + "x" * 77 + ".md"),
    ],
)
def test_a_hostile_name_becomes_a_plain_one(tmp_path: Path, name: str, kept: str) -> None:
    assert save(tmp_path, "ana", Attachment(name, "words")).name == kept


@given(owner=st.text(max_size=40), name=st.text(max_size=100), text=st.text(max_size=100))
def test_any_name_lands_inside_the_folder_with_all_its_words(
    owner: str, name: str, text: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = save(Path(folder), owner, Attachment(name, text))
        assert path.resolve().parent == Path(folder).resolve() / "exports"
        assert path.read_bytes() == text.encode(errors="replace")
        assert path.name.isascii()
        assert path.name.isprintable()

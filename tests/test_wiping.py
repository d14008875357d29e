"""What is wiped is gone where it lay, and nothing beside it."""

import pytest

from grid.wiping import Wiped, wipe, wipe_all


def fresh(text: str) -> str:
    """A text nobody else holds."""
    return "".join(list(text))


@pytest.mark.parametrize(
    "text",
    ["IO80011", "é2345678", "吉IO8001", "😀IO80011", "a" * 100_000],
    ids=["ascii", "latin", "chinese", "beyond", "long"],
)
def test_a_text_is_zeros_and_its_neighbours_are_whole(text: str) -> None:
    row = [fresh(text) for _ in range(5)]
    wipe(row[2])
    assert set(row[2]) == {"\0"}
    assert len(row[2]) == len(text)
    assert row[:2] + row[3:] == [text] * 4


def test_bytes_are_zeros_and_their_neighbours_are_whole() -> None:
    row = [bytes(bytearray(b"IO80011")) for _ in range(5)]
    wipe_all([row[2]])
    assert row == [b"IO80011"] * 2 + [bytes(7)] + [b"IO80011"] * 2


def test_what_all_of_python_shares_is_left_alone() -> None:
    wipe("", "a", "é", b"", b"a", None)
    assert (chr(97), chr(233), bytes([97])) == ("a", "é", b"a")


def test_a_text_of_another_kind_is_left_alone() -> None:
    class Marked(str):
        __slots__ = ()

    text = Marked("IO80011")
    wipe(text)
    assert text == "IO80011"


def test_a_growing_body_clears_itself_when_it_is_let_go() -> None:
    body = Wiped(b"IO80011")
    body.__del__()
    assert body == bytes(7)

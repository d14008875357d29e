"""Persons on a screen are masked."""

import pytest

from grid.organisation.masking import mask_id_number, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "shown"), [("王小明", "王某"), (" 李四 ", "李某"), ("", ""), ("𠮷田", "𠮷某")]
)
def test_a_name_keeps_its_first_character(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800000000", "138****0000"),
        ("+8613800000000", "+86138****0000"),
        ("83540000", "******00"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_a_phone_number_keeps_its_ends(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [("990100190001010000", "9901************00"), ("1234", "****")]
)
def test_a_document_number_keeps_its_division(number: str, shown: str) -> None:
    assert mask_id_number(number) == shown

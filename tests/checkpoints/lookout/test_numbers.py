"""Numbers are compared in one plain form, exactly."""

import pytest

from checkpoints.lookout import keys, numbers
from checkpoints.lookout.models import CheckTally
from grid.organisation import crypto
from tests.checkpoints.lookout.make import DOCUMENT


@pytest.mark.parametrize(
    "written",
    [
        "吉IO0001",
        " 吉io0001 ",
        "吉ＩＯ０００１",
        "吉I·O0001",
        "吉I-O0001",
        "吉 I O 0 0 0 1",
        "吉I•O0001",
    ],
)
def test_one_plate_written_in_seven_ways_is_one_plate(written: str) -> None:
    assert numbers.plate(written) == "吉IO0001"


def test_a_plate_of_a_new_energy_vehicle_has_eight_places() -> None:
    assert numbers.plate("吉ＩＤ·12345") == "吉ID12345"
    assert numbers.plate("吉ID1234") != numbers.plate("吉ID12345")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "吉",
        "吉IO",
        "吉IO*001",
        "吉IO?001",
        "吉IO%",
        "吉IO0001吉IO0002",
        "无牌",
        "吉IO\x000001",
        "[A-Z]+",
        "吉IO000\ud800",
    ],
    ids=ascii,
)
def test_what_is_no_whole_plate_is_never_asked_about(written: str) -> None:
    assert numbers.plate(written) is None


def test_letters_and_digits_that_look_alike_stay_apart() -> None:
    assert numbers.plate("吉IO0001") != numbers.plate("吉I00001")
    assert numbers.plate("吉IO0001") != numbers.plate("吉1O0001")


@pytest.mark.parametrize("written", [DOCUMENT, f" {DOCUMENT[:6]} {DOCUMENT[6:]} ", "Ｘ1234567"])
def test_a_document_number_is_read_in_any_width(written: str) -> None:
    assert numbers.document(written) in (DOCUMENT, "X1234567")


def test_a_slip_in_an_identity_number_is_refused() -> None:
    slipped = DOCUMENT[:-1] + ("1" if DOCUMENT[-1] != "1" else "2")
    assert numbers.has_check_digit(DOCUMENT)
    assert numbers.document(slipped) is None


def test_the_check_digit_ten_is_written_x_in_either_case() -> None:
    ends_in_x = next(
        f"99010119000101{serial:03d}X"
        for serial in range(1000)
        if numbers.has_check_digit(f"99010119000101{serial:03d}X")
    )
    assert numbers.document(ends_in_x.lower()) == ends_in_x


@pytest.mark.parametrize("written", ["", "1234", "ABCDEFG", "9901*0119000101001", "9" * 21])
def test_what_is_no_whole_document_number_is_never_asked_about(written: str) -> None:
    assert numbers.document(written) is None


def test_thousands_of_hashes_equal_those_made_one_by_one(settings) -> None:
    settings.FIELD_KEYS = ["new-key", "old-key"]
    values = ["吉IO0001", "", "X1234567", "长" * 90]
    lists = crypto.blind_index_lists(values, purpose="lookout.plate")
    singly = [crypto.blind_indexes(value, purpose="lookout.plate") for value in values]
    assert [list(row) for row in zip(*lists, strict=True)] == singly


def test_a_plate_and_a_document_of_the_same_letters_have_different_hashes() -> None:
    as_plate = keys.indexes_of(["X1234567"], CheckTally.What.PLATE)
    assert as_plate != keys.indexes_of(["X1234567"], CheckTally.What.DOCUMENT)


@pytest.mark.parametrize(
    "written",
    [
        ["吉IO0001"],
        ["吉IO0001", "吉IO0002", "ABC123"],
        ["吉IO0001", ""],
        ["", "吉IO0001"],
        ["吉IO0001\nABC123"],
        ["吉IO0001\n", "ABC123"],
        ["吉IO0001\nABC123", "吉IO000"],
        ["吉IOABCD", "1111"],
        ["吉 io 0001", "吉IO0001"],
        ["ＡＢＣ１２３", "吉IO0001", "*"],
        ["A1234567890", "吉IO0001"],
        ["A1", "吉IO0001"],
    ],
)
def test_many_plates_are_read_as_each_of_them_alone(written: list[str]) -> None:
    assert numbers.plates(written) == [numbers.plate(text) for text in written]
    assert numbers.documents(written) == [numbers.document(text) for text in written]
    assert "".join(written).count("\0") == 0, "what was given is not ours to overwrite"


def test_a_batch_that_is_plain_is_seen_at_one_look() -> None:
    assert numbers.ALL_PLATES.fullmatch("吉IO0001\n1ABC\nABC1")
    assert not numbers.ALL_PLATES.fullmatch("吉IO0001\nABCD\nABC1")

"""What a rule recognises, and what its alert says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_center.alerts.rules import condition_fits, fill, kind_fits
from grid.ledger.facts import Fact


def _fact(**payload: object) -> Fact:
    return Fact(
        kind="incidents.received",
        subject_type="incident",
        subject_id="26-0001",
        agency_path="990000000000/",
        payload=payload,
    )


@pytest.mark.parametrize(
    ("pattern", "kind", "fits"),
    [
        ("incidents.received", "incidents.received", True),
        ("incidents.received", "incidents.closed", False),
        ("incidents.*", "incidents.closed", True),
        ("incidents.*", "alerts.raised", False),
        ("*_overdue", "mediation.step_overdue", True),
        ("*_overdue", "mediation.step_done", False),
    ],
)
def test_a_rule_hears_its_kind_and_no_other(pattern: str, kind: str, fits: bool) -> None:
    assert kind_fits(pattern, kind) is fits


def test_a_condition_takes_one_value_or_any_of_a_list_and_needs_every_key() -> None:
    assert condition_fits({"level": 1}, {"level": 1, "x": 2})
    assert condition_fits({"level": [1, 2]}, {"level": 2})
    assert not condition_fits({"level": [1, 2], "is_valid_call": True}, {"level": 2})
    assert condition_fits({}, {"anything": 1})


def test_the_title_takes_values_and_localised_names_and_leaves_no_placeholder() -> None:
    fact = _fact(
        category={"code": "01", "name": "入室盗窃", "name_en": "Burglary"}, address="福民社区"
    )
    words = fill(
        fact,
        source_key="$kind:$subject_id",
        title="$category · $address · $unknown",
        title_en="$category · $address",
    )
    assert words.source_key == "incidents.received:26-0001"
    assert words.title == "入室盗窃 · 福民社区"
    assert words.title_en == "Burglary · 福民社区"


@given(st.text(max_size=300))
def test_whatever_a_caller_said_stays_text_in_the_title(said: str) -> None:
    words = fill(_fact(address=said), source_key="k", title="$address", title_en="$address")
    assert len(words.title) <= 200
    assert "Template" not in words.title


def test_a_template_cannot_reach_into_objects() -> None:
    words = fill(_fact(a="x"), source_key="k", title="${a.__class__}", title_en="$a")
    assert "str" not in words.title

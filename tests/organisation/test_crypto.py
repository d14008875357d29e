"""Secrets at rest, and finding what cannot be read."""

import pytest
from cryptography.fernet import InvalidToken
from django.test import override_settings

from grid.organisation import crypto


def test_what_is_encrypted_comes_back_and_differs_each_time() -> None:
    one, two = (crypto.encrypt("秘密", purpose="test") for _time in range(2))
    assert one != two
    assert crypto.decrypt(one, purpose="test") == "秘密"


def test_a_key_for_one_purpose_does_not_open_another() -> None:
    with pytest.raises(InvalidToken):
        crypto.decrypt(crypto.encrypt("秘密", purpose="test"), purpose="other")


def test_after_a_rotation_old_rows_are_read_and_found() -> None:
    with override_settings(FIELD_KEYS=["old"]):
        secret = crypto.encrypt("x", purpose="test")
        index = crypto.blind_index("13800000000", purpose="phone")
    with override_settings(FIELD_KEYS=["new", "old"]):
        assert crypto.decrypt(secret, purpose="test") == "x"
        assert index in crypto.blind_indexes("13800000000", purpose="phone")
        assert crypto.blind_index("13800000000", purpose="phone") != index
    with override_settings(FIELD_KEYS=["new"]), pytest.raises(InvalidToken):
        crypto.decrypt(secret, purpose="test")

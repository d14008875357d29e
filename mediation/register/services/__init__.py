"""Every write of the register of disputes."""

from mediation.register.services.calls import add_to_dispute, answer_call, from_call
from mediation.register.services.disputes import (
    change_dispute,
    note_again,
    register_dispute,
)
from mediation.register.services.parties import add_party, change_party, remove_party
from mediation.register.services.repeats import note_call
from mediation.register.services.rules import set_repeat_rule

__all__ = [
    "add_party",
    "add_to_dispute",
    "answer_call",
    "change_dispute",
    "change_party",
    "from_call",
    "note_again",
    "note_call",
    "register_dispute",
    "remove_party",
    "set_repeat_rule",
]

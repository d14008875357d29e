"""Writes of the organisation: agencies, officers, roles, client systems, sign-in, sessions."""

from grid.organisation.services.agencies import (
    create_agency,
    deactivate_agency,
    move_agency,
    rename_agency,
)
from grid.organisation.services.clients import create_client, revoke_client
from grid.organisation.services.grants import approve_role, grant_role, revoke_role
from grid.organisation.services.officers import (
    create_officer,
    deactivate_officer,
    remove_second_factor,
    reset_password,
    set_duty,
    set_preferences,
)
from grid.organisation.services.sessions import end_session

__all__ = [
    "approve_role",
    "create_agency",
    "create_client",
    "create_officer",
    "deactivate_agency",
    "deactivate_officer",
    "end_session",
    "grant_role",
    "move_agency",
    "remove_second_factor",
    "rename_agency",
    "reset_password",
    "revoke_client",
    "revoke_role",
    "set_duty",
    "set_preferences",
]

"""The cast itself: the tests stand on it."""

from tests.cast import Cast


def test_a_city_officer_sees_both_branches_and_a_branch_officer_only_her_own(cast: Cast) -> None:
    from grid.organisation.models import Agency

    assert Agency.objects.visible_to(cast.chief).count() == 5
    assert set(Agency.objects.visible_to(cast.nora)) == {cast.north, cast.north_station}

"""The navigation shows what one may open and nothing else."""

import pytest
from django.urls import reverse
from django.utils import translation

from grid.frame import nav
from grid.rights import Right


def labels(rights, path="/"):
    return [str(entry.label) for entry in nav.entries(frozenset(rights), path)]


def urls(rights):
    return {entry.url for entry in nav.entries(frozenset(rights), "/")}


def test_no_right_no_navigation():
    assert labels({Right.SIGNED_IN}) == []


def test_a_right_opens_its_page_only():
    assert urls({Right.INCIDENT_REPORT}) == {reverse("incident_report")}


def test_the_page_one_is_on_is_marked():
    here = reverse("incident_report")
    current = [e.url for e in nav.entries(frozenset(Right), here) if e.is_current]
    assert current == [here]


def test_a_page_below_marks_its_nearest_parent():
    below = reverse("incident_list") + "26-0001/"
    current = [e.url for e in nav.entries(frozenset(Right), below) if e.is_current]
    assert current == [reverse("incident_list")]


def test_a_page_this_deployment_lacks_is_left_out(monkeypatch):
    monkeypatch.setattr(
        nav, "ITEMS", (("no_such_page", "Nowhere", Right.SIGNED_IN, "Command"), *nav.ITEMS)
    )
    assert "Nowhere" not in labels({Right.SIGNED_IN})


def test_the_links_stand_under_seven_words_in_the_order_of_the_working_day():
    with translation.override("en"):
        words = [str(group.label) for group in nav.groups(frozenset(Right), "/")]
    floors = ["Checkpoints", "Patrol", "Video", "Disputes", "Analysis", "Ground"]
    assert words == ["Command", *floors, "Administration"]


def test_every_link_is_in_exactly_one_group():
    grouped = [e.url for group in nav.groups(frozenset(Right), "/") for e in group.entries]
    assert grouped == [entry.url for entry in nav.entries(frozenset(Right), "/")]


def test_a_word_without_a_link_is_left_out():
    [group] = nav.groups(frozenset({Right.AUDIT_READ}), "/")
    assert group.label == nav.ADMINISTRATION


def test_the_group_of_the_page_one_is_on_is_marked():
    found = nav.groups(frozenset(Right), reverse("territory"))
    assert [group.label for group in found if group.is_current] == [str(nav.GROUND)]


def test_a_page_shows_its_groups_and_marks_the_link_of_the_page(client, cast):
    client.force_login(cast.chief)
    html = client.get(reverse("incident_list")).content.decode()
    assert html.count('class="menu nav-group"') == len(nav.groups(cast.chief.rights, "/"))
    assert f'<a href="{reverse("incident_list")}" aria-current="page">' in html


@pytest.mark.parametrize("who", ["nora", "chief", "cora", "tessa", "seth", "audra", "stranger"])
def test_whatever_the_navigation_shows_opens(client, cast, who):
    officer = getattr(cast, who)
    client.force_login(officer)
    for entry in nav.entries(officer.rights, "/"):
        answer = client.get(entry.url)
        assert answer.status_code in (200, 302), (who, entry.url)


@pytest.mark.parametrize("who", ["nora", "cora", "stranger"])
def test_what_the_navigation_leaves_out_is_closed(client, cast, who):
    officer = getattr(cast, who)
    client.force_login(officer)
    shown = {entry.url for entry in nav.entries(officer.rights, "/")}
    hidden = {entry.url for entry in nav.entries(frozenset(Right), "/")} - shown
    for url in hidden:
        answer = client.get(url)
        sent_home = url == "/" and answer.status_code == 302  # the start page of every role
        assert answer.status_code == 403 or sent_home, (who, url)

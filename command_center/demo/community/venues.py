"""Venues of every kind with their checklists and feeds, two of them silent."""

from datetime import timedelta
from typing import Any, Final

from command_center.demo.community.town import Town
from grid.service.venues.models import Checklist, Feed, Venue
from grid.service.venues.services.places import adopt_standard
from grid.territory.models import Cell

# Kind, letters of the code, how many, the word after the name.
_KINDS: Final = (
    ("entertainment", "YL", 54, "歌厅"),
    ("special_trade", "TH", 150, "行"),
    ("courier", "KD", 43, "速递"),
    ("hotel", "LG", 24, "旅馆"),
    ("school", "XX", 30, ""),
    ("explosives", "BP", 9, ""),
    ("internet", "WB", 12, "网吧"),
    ("utility", "SD", 10, ""),
    ("crowd", "RY", 14, ""),
)
_FEEDS: Final = ("entertainment", "special_trade", "hotel", "explosives", "internet")
_SILENT: Final = {"entertainment": timedelta(hours=31), "hotel": timedelta(hours=52)}


def create_venues(town: Town) -> list[Venue]:
    """All venues; the standard checklists hold since a year."""
    adopt_standard(town.city, by=town.chief.as_actor())
    Checklist.objects.filter(agency=town.city).update(valid_from=town.today - timedelta(days=365))
    venues = Venue.objects.bulk_create(
        _venue(town, nth, kind) for kind in _KINDS for nth in range(kind[2])
    )
    Feed.objects.bulk_create(_feed(town, venue) for venue in venues if venue.kind_id in _FEEDS)
    silent = [_first(venues, kind) for kind in _SILENT]
    for venue, ago in zip(silent, _SILENT.values(), strict=True):
        Feed.objects.filter(venue=venue).update(
            heard_at=town.now - ago, silent_at=town.now - ago + timedelta(hours=24)
        )
    return venues


def _first(venues: list[Venue], kind: str) -> Venue:
    return next(venue for venue in venues if venue.kind_id == kind)


def _venue(town: Town, nth: int, said: tuple[str, str, int, str]) -> Venue:
    kind, letters, _count, word = said
    cell = _ground(town, nth, kind)
    names = town.words["venues"][kind if kind != "courier" else "couriers"]
    brand = names[nth % len(names)]
    expires = town.today + timedelta(days=town.rng.randrange(40, 900))
    if nth == 7:
        expires = town.today - timedelta(days=12)
    return Venue(
        code=f"{letters}{nth + 1:04}",
        name=_name(brand, word, nth, cell, kind),
        kind_id=kind,
        agency=cell.agency,
        cell=cell,
        address=town.address(cell),
        point=town.spots[cell.pk][nth % 4],
        operator=f"{brand}{word or '单位'}（演示）",
        licence=f"演示{letters}第{nth + 1:04}号",
        licence_to=expires,
    )


def _ground(town: Town, nth: int, kind: str) -> Cell:
    is_far = kind == "explosives" or nth % 5 == 4
    cells = town.rural if is_far else town.urban
    return cells[nth * 7 % len(cells)]


def _name(brand: str, word: str, nth: int, cell: Cell, kind: str) -> str:
    if kind == "courier":
        return f"{brand}{word}{cell.name}网点"
    if kind == "special_trade":
        return f"{cell.name}{brand}{word}"
    number = f"{nth + 1}号" if kind in ("explosives", "utility", "crowd") else ""
    return f"{cell.name}{brand}{word}{number}"


def _feed(town: Town, venue: Venue) -> Feed:
    said: dict[str, Any] = {"expected_from": town.now - timedelta(days=300)}
    heard = town.now - timedelta(minutes=town.rng.randrange(5, 900))
    return Feed(venue=venue, heard_at=heard, rows=town.rng.randrange(900, 40000), **said)

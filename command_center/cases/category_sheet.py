"""The categories as a sheet: its columns, and what a line of a file does."""

from typing import Any, Final

from django.utils.translation import gettext as _
from rest_framework import serializers

from command_center.cases.drafting import Reporter
from command_center.cases.models import CaseCategory, CaseKind
from command_center.cases.services.categories import find_category, take_category
from grid.frame.sheet_import import Table
from grid.ledger.actors import Actor

LENGTHS: Final = {CaseCategory.System.GA240_6: 6, CaseCategory.System.GA240_8: 8}


class CategorySheetFields(serializers.Serializer[Any]):
    """One line; a workbook drops the nought that codes of the standard begin with."""

    system = serializers.ChoiceField(CaseCategory.System.choices)
    code = serializers.RegexField(r"^[A-Za-z0-9]{1,12}$")
    name = serializers.CharField(max_length=60, required=False)
    name_en = serializers.CharField(max_length=60, required=False)
    kind = serializers.ChoiceField(CaseKind.choices, required=False)
    parent = serializers.RegexField(  # type: ignore[assignment]
        r"^[A-Za-z0-9]{1,12}$", required=False
    )
    means = serializers.ListField(
        child=serializers.RegexField(r"^[A-Za-z0-9]{1,12}$"), required=False, max_length=10
    )
    is_sensitive = serializers.BooleanField(required=False)
    usual_loss_yuan = serializers.IntegerField(required=False, min_value=0, max_value=2_000_000_000)
    source = serializers.CharField(max_length=80, required=False)  # type: ignore[assignment]
    valid_from = serializers.DateField(required=False)
    valid_to = serializers.DateField(required=False)

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        """Codes of the standard are as long as their system says."""
        if length := LENGTHS.get(said["system"]):
            for name in ("code", "parent"):
                if name in said:
                    said[name] = self._standard(name, said[name], length)
        return said

    def _standard(self, name: str, code: str, length: int) -> str:
        whole = code.zfill(length) if len(code) == length - 1 else code
        if len(whole) != length or not whole.isdigit():
            message = _("A code of this system has %(length)s digits.") % {"length": length}
            raise serializers.ValidationError({name: [message]})
        return whole


def _take(row: CaseCategory | None, *, by: Actor, viewer: Reporter, **said: Any) -> Any:
    return take_category(row, by=viewer, **said)


def _means(row: CaseCategory) -> str:
    same = [one.target.code for one in row.mapped_to.all() if one.is_exact]
    same += [one.source.code for one in row.mapped_from.all() if one.is_exact]
    return " ".join(sorted(same))


TABLE: Final = Table(
    name="case categories",
    key="code",
    columns=(
        *("system", "code", "name", "name_en", "kind", "parent", "means", "is_sensitive"),
        *("usual_loss_yuan", "source", "valid_from", "valid_to"),
    ),
    model=CaseCategory,
    shape=CategorySheetFields,
    save=_take,
    cells={"parent": lambda row: row.parent.code if row.parent else "", "means": _means},
    lists=frozenset({"means"}),
    find=find_category,
)

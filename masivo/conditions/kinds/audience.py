"""Audience conditions: who is among the stored members of another audience (conditions.md, section 6)."""

from dataclasses import replace
from decimal import Decimal

from masivo.conditions.exact_numbers import read_whole
from masivo.conditions.json_object import JsonObject
from masivo.conditions.kinds.kind import Kind
from masivo.conditions.limits import AUDIENCE_IDS
from masivo.conditions.refusals import quote, refuse
from masivo.conditions.sentences import Clause, Telling, who
from masivo.conditions.tree import AudienceCondition, AudienceOperator
from masivo.conditions.vocabulary import KnownAudience, Vocabulary
from masivo.conditions.wording import quoted

_OPPOSITE = {
    AudienceOperator.MEMBER: AudienceOperator.NOT_MEMBER,
    AudienceOperator.NOT_MEMBER: AudienceOperator.MEMBER,
}


class AudienceKind(Kind[AudienceCondition]):
    """`{"kind": "audience", "audience", "operator"}`."""

    name = "audience"
    what = "an audience condition"
    label = "Another audience"
    type = AudienceCondition
    keys = ("audience", "operator")

    def read(self, source: JsonObject, vocabulary: Vocabulary) -> AudienceCondition:
        """The audience is one that has members, and does not build on the one whose rule this is."""
        id_, path = _read_id(source), source.at("audience")
        known = vocabulary.audience(id_)
        if known is None:
            refuse(path, f"There is no audience with the id {quote(id_)}; choose one from the list of audiences.")
        if reason := _unusable(known):
            refuse(path, reason)
        return AudienceCondition(audience=id_, operator=source.choice("operator", AudienceOperator))

    def write(self, condition: AudienceCondition) -> dict[str, object]:
        """The id as a text, like every id of a document, and the operator."""
        return {"audience": condition.audience, "operator": str(condition.operator)}

    def tell(self, condition: AudienceCondition, telling: Telling) -> Clause:
        """The audience by its name and, since two brands may have one of the same name, by its id."""
        known = telling.audience(condition.audience)
        named = f"{quoted(known.name)} (id {condition.audience})" if known else f"with the id {condition.audience}"
        verb = "are" if condition.operator is AudienceOperator.MEMBER else "are not"
        return who(f"{verb} in the audience {named} as last calculated")

    def opposite(self, condition: AudienceCondition) -> AudienceCondition:
        """The same with the other operator."""
        return replace(condition, operator=_OPPOSITE[condition.operator])


def _read_id(source: JsonObject) -> str:
    """The id as a text; a whole number is taken as its digits, as ids are everywhere else."""
    given = source.need("audience")
    if isinstance(given, int | Decimal | float) and not isinstance(given, bool):
        return str(read_whole(given, source.at("audience"), "The id of an audience", *AUDIENCE_IDS))
    return source.text("audience")


def _unusable(known: KnownAudience) -> str:
    """Why a rule cannot build on the audience; empty where it can."""
    if known.loop:
        first, *others = map(quoted, known.loop)
        way = ", which builds on ".join(others)
        return f"An audience may not build on itself: {first} builds on {way}. Choose another audience."
    if known.archived:
        return f"The audience {quoted(known.name)} is archived, so nobody calculates it any more; choose another one."
    if not known.calculated:
        return f"The audience {quoted(known.name)} was never calculated; recalculate it first, or choose another one."
    return ""

"""The condition `everyone`: all of the universe, said on purpose."""

from masivo.conditions.json_object import JsonObject
from masivo.conditions.kinds.kind import Kind
from masivo.conditions.sentences import Clause, Telling, who
from masivo.conditions.tree import EveryoneCondition
from masivo.conditions.vocabulary import Vocabulary


class EveryoneKind(Kind[EveryoneCondition]):
    """`{"kind": "everyone"}`."""

    name = "everyone"
    what = "the condition “everyone”"
    label = "Everyone"
    type = EveryoneCondition
    keys = ()

    def read(self, source: JsonObject, vocabulary: Vocabulary) -> EveryoneCondition:
        """Nothing is left to be read."""
        return EveryoneCondition()

    def write(self, condition: EveryoneCondition) -> dict[str, object]:
        """No keys of its own."""
        return {}

    def tell(self, condition: EveryoneCondition, telling: Telling) -> Clause:
        """Anyone at all, where it stands among other conditions."""
        return who("are anyone at all")

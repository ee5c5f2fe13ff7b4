"""Sample conditions: a stable share of the customers (conditions.md, section 6)."""

from masivo.conditions.exact_numbers import plain, read_percent
from masivo.conditions.json_object import JsonObject
from masivo.conditions.kinds.kind import Kind
from masivo.conditions.refusals import quote, refuse
from masivo.conditions.sentences import Clause, Telling, who
from masivo.conditions.tree import SampleCondition
from masivo.conditions.vocabulary import Vocabulary
from masivo.conditions.wording import number_in_words, quoted


class SampleKind(Kind[SampleCondition]):
    """`{"kind": "sample", "percent", "salt"}`."""

    name = "sample"
    what = "a sample condition"
    label = "Random share"
    type = SampleCondition
    keys = ("percent", "salt")

    def read(self, source: JsonObject, vocabulary: Vocabulary) -> SampleCondition:
        """The salt is taken as given, neither composed nor trimmed."""
        percent = read_percent(source.need("percent"), source.at("percent"), "The percent of a sample")
        salt = source.text("salt")
        if any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in salt):
            refuse(source.at("salt"), f"The salt holds a sign that no text can have: {quote(salt)}.")
        return SampleCondition(percent=percent, salt=salt)

    def write(self, condition: SampleCondition) -> dict[str, object]:
        """The percent and the salt."""
        return {"percent": plain(condition.percent), "salt": condition.salt}

    def tell(self, condition: SampleCondition, telling: Telling) -> Clause:
        """The share, and the salt that tells it from another one."""
        percent = number_in_words(condition.percent)
        return who(f"fall into the fixed random {percent} percent drawn as {quoted(condition.salt)}")

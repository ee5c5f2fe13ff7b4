"""The `event` of a condition or a step as the document writes it: one event type, or a list of types."""

from masivo.conditions.json_object import JsonObject
from masivo.conditions.refusals import item_path, quote, refuse, suggest
from masivo.conditions.vocabulary import Vocabulary


def read_event_types(source: JsonObject, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The types that an object's `event` names, at least one. Raises DocumentRefused."""
    given, path = source.need("event"), source.at("event")
    if not isinstance(given, list | tuple):
        return (_read_type(given, path, vocabulary),)
    if not given:
        refuse(path, "The list of event types is empty; name at least one.")
    return tuple(_read_type(name, item_path(path, index), vocabulary) for index, name in enumerate(given))


def write_event_types(events: tuple[str, ...]) -> str | list[str]:
    """One type as a text, several as a list."""
    return events[0] if len(events) == 1 else list(events)


def _read_type(name: object, path: str, vocabulary: Vocabulary) -> str:
    if not isinstance(name, str):
        refuse(path, f"“event” names one event type or a list of them; {quote(name)} is no name.")
    if name not in vocabulary.event_types:
        refuse(path, f"There are no events of the type {quote(name)}. {suggest(name, sorted(vocabulary.event_types))}")
    return name

"""Every error this product raises on purpose, so that callers can catch by meaning; imports nothing."""


class MasivoError(Exception):
    """A refusal or failure that has a sentence for a person; the sentence is `str(error)`."""


class DocumentRefused(MasivoError):
    """A condition document that breaks the contract.

    `path` is the JSON path of the offending key (`$.children[1].value`), `message` one sentence for a person.
    """

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message


class ImportRefused(MasivoError):
    """An import of which nothing could be done: a missing file, an unknown format, a busy warehouse."""


class WarehouseUnavailable(MasivoError):
    """The warehouse cannot be reached or read just now; trying again later may help."""


class WarehouseEmptied(WarehouseUnavailable):
    """The warehouse holds nobody, although it did: its folder or its disk is likely not there."""


class SettingsRefused(MasivoError):
    """A setting in the environment that cannot be understood; the sentence names the variable."""


class NotFound(MasivoError):
    """A thing asked for by its id does not exist (any more)."""


class FormRefused(MasivoError):
    """A use-case refused what a form said: `field` names the input that the sentence belongs beside."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class EditConflict(MasivoError):
    """Somebody else saved the same thing after this form was opened; nothing was changed."""


class ActionRefused(MasivoError):
    """An action does not fit the state that a thing is in (an archived audience cannot be recalculated)."""


class RecalculationFailed(MasivoError):
    """A run cannot succeed however often it is tried (a field is gone, the rule is refused)."""

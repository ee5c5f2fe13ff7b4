"""The data sets of the proof, and the profile that makes it a long one."""

import pytest
from hypothesis import settings

from tests.evaluation.effort import PROVE
from tests.evaluation.lakes import Lakes

settings.register_profile(PROVE)


@pytest.fixture(scope="session")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> Lakes:
    """Data sets in warehouses of their own, imported when a document first asks for them."""
    return Lakes(tmp_path_factory.mktemp("lakes"))

"""For pytest: a hundred cases; the fifth goes on until there is a file `GO` where pytest was started."""
import os

import pytest

HELD = []


class Case:
    pass


@pytest.mark.parametrize("number", range(100))
def test_case(number, tmp_path):
    HELD.append(Case())
    (tmp_path / "file").write_text(str(number))
    while number == 4 and not os.path.exists("GO"):
        sum(range(10000))
    assert (tmp_path / "file").read_text() == str(number)

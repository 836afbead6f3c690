"""A pytest run over a generated suite with fixtures of every scope, about 40 s."""
import pathlib
import sys
import tempfile

import pytest

SUITE = '''
import time, json, pytest
import sys
sys.path.insert(0, {here!r})
import kit

class Repository:
    def __init__(self):
        self.rows = {{i: kit.text(60, i) for i in range(2000)}}
    def find(self, part):
        return [i for i, r in self.rows.items() if part in r]

@pytest.fixture(scope="session")
def words():
    return [kit.text(50, i) for i in range(500)]

@pytest.fixture(scope="module")
def repository():
    return Repository()

@pytest.fixture
def scratch(tmp_path):
    data = {{"rows": [kit.text(40, i) for i in range(300)]}}
    (tmp_path / "a.json").write_text(json.dumps(data))
    yield tmp_path
    (tmp_path / "a.json").unlink()

@pytest.mark.parametrize("n", range(60))
def test_find(repository, n):
    time.sleep(0.02)
    assert repository.find("alpha") is not None

@pytest.mark.parametrize("n", range(60))
def test_scratch(scratch, words, n):
    print("some output", words[n])
    time.sleep(0.02)
    assert len(json.loads((scratch / "a.json").read_text())["rows"]) == 300
'''


def main():
    here = str(pathlib.Path(__file__).parent)
    with tempfile.TemporaryDirectory() as where:
        for k in range(14):
            pathlib.Path(where, f"test_part{k}.py").write_text(SUITE.format(here=here))
        return pytest.main(["-q", "-p", "no:cacheprovider", where])


if __name__ == "__main__":
    sys.exit(main())

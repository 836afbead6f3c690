"""A test run of some two thousand tests in one process, as pytest does it."""
import pathlib
import sys
import tempfile
import time

import pytest

TESTS = '''
import time
import pytest

@pytest.fixture
def table():
    return {n: str(n) * 3 for n in range(300)}

@pytest.mark.parametrize('n', range(2500))
def test_lookup(table, n, tmp_path_factory):
    time.sleep(0.012)
    assert table[n % 300].startswith(str(n % 300))
'''

with tempfile.TemporaryDirectory() as folder:
    pathlib.Path(folder, 'test_lookups.py').write_text(TESTS)
    status = pytest.main(['-q', '-p', 'no:cacheprovider', folder])
    print(status, file=sys.stderr)
while True:
    time.sleep(1)

"""Healthy: a suite of tests that takes half a minute."""
import json
import time

import pytest


@pytest.fixture
def table():
    return {str(i): list(range(20)) for i in range(200)}


@pytest.mark.parametrize("n", range(600))
def test_round_trip(table, n):
    time.sleep(0.05)
    assert json.loads(json.dumps(table)) == table

"""kill -9 at any moment loses nothing: the crash loop, on both stores."""

import os
import random

import pytest
from crash_loop import CrashLoop


@pytest.mark.crash
@pytest.mark.timeout(600)
def test_fifty_kills_lose_nothing(store, tmp_path):
    rounds = int(os.environ.get("HERALD_TEST_CRASH_ROUNDS", "50"))
    seed = int(os.environ.get("HERALD_TEST_CRASH_SEED", random.SystemRandom().randrange(1_000_000)))
    report = CrashLoop(store, seed, tmp_path / "data").run(rounds)
    print("crash loop:", ", ".join(f"{name} {value}" for name, value in report.items()))
    assert report["acknowledged"] > rounds, "there was hardly any load: the loop shows nothing"

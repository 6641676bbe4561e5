"""Waiting for something to become true, with an end to the patience."""

import time


def eventually(look, seconds=20, every=0.05, what=None):
    """Calls `look` until it returns something true, and returns that."""
    end = time.monotonic() + seconds
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what or look}; last seen: {seen!r}")
        time.sleep(every)

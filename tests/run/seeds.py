#!/usr/bin/env python3
"""Lists which of the seed statements S-001 to S-107 are held by tests, and whether those passed when they last ran.

    seeds.py RESULTS_FOLDER

A test holds a statement when its id stands in the test's name, inside it, or in the comment just above it. The closing
line counts statements, not tests: passed when every test that holds it passed, failed when one did not.
"""

import pathlib
import re
import sys

from summary import read

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEED = re.compile(r"\bS[-_]?(\d{3})(?!\d)")
GTEST = re.compile(r"^\s*(?:TEST|TEST_F|TEST_P|TYPED_TEST|RC_GTEST_PROP|RC_GTEST_FIXTURE_PROP)\(\s*(\w+),\s*(\w+)")
PYTEST = re.compile(r"^def (test_\w+)\(")


def tests_of(path):
    """(line, name) of each test in a file; the name is as the results have it, without parameters."""
    found = []
    lines = path.read_text(errors="replace").splitlines()
    for number, line in enumerate(lines):
        if path.suffix == ".py" and (match := PYTEST.match(line)):
            found.append((number, f"{path.stem}.{match.group(1)}"))
        elif match := GTEST.match(line):
            found.append((number, f"{match.group(1)}.{match.group(2)}"))
    return lines, found


def comment_start(lines, number):
    """First line of the comments and decorators that stand right above a test."""
    while number > 0 and lines[number - 1].lstrip().startswith(("//", "#", "@", "///")):
        number -= 1
    return number


def holders():
    """Seed number to the set of test names that hold it."""
    held = {}
    for path in sorted((ROOT / "tests").rglob("*")):
        if path.suffix not in (".cc", ".py") or "node_modules" in path.parts or "run" in path.parts:
            continue
        lines, tests = tests_of(path)
        starts = [comment_start(lines, number) for number, _ in tests] + [len(lines)]
        for i, (_, name) in enumerate(tests):
            for line in lines[starts[i] : starts[i + 1]]:
                for seed in SEED.findall(line):
                    if 1 <= int(seed) <= 107:
                        held.setdefault(int(seed), set()).add(name)
    return held


def results_by_test(folder):
    """Test name without parameters to its worst outcome."""
    worst = {}
    rank = {"skipped": 0, "passed": 1, "failed": 2}
    for _, name, outcome in read(folder):
        plain = re.sub(r"\[.*", "", name)
        parts = plain.split(".")
        parts[-2:-1] = [re.sub(r"^.*?/(?=\w+$)|/\d+$", "", parts[-2])] if len(parts) > 1 else []
        key = ".".join(parts[-2:]).split("/")[0]
        if rank[outcome] >= rank.get(worst.get(key), -1):
            worst[key] = outcome
    return worst


def main():
    held = holders()
    outcomes = results_by_test(sys.argv[1])
    passed = failed = unknown = 0
    for seed in range(1, 108):
        if seed not in held:
            continue
        seen = {name: outcomes.get(name, "not run") for name in sorted(held[seed])}
        if "failed" in seen.values():
            failed += 1
        elif set(seen.values()) & {"passed"}:
            passed += 1
        else:
            unknown += 1
        print(f"S-{seed:03}")
        for name, outcome in seen.items():
            print(f"    {outcome:8} {name}")
    missing = [f"S-{seed:03}" for seed in range(1, 108) if seed not in held]
    print(f"\nNo test holds: {', '.join(missing) or 'none of them'}")
    print(f"\n{passed} passed, {failed} failed" + (f", {unknown} skipped" if unknown else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

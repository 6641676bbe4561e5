#!/usr/bin/env python3
"""Adds up every JUnit file of a folder and ends with one line: `N passed, N failed`. Exit 1 when anything failed.

    summary.py FOLDER

A test program that ended without writing its own file (a crash, a time-out) counts as one failure: ctest's file tells.
"""

import pathlib
import sys
import xml.etree.ElementTree as ElementTree


def outcome(case):
    """`passed`, `failed` or `skipped` for a <testcase> of gtest, pytest or ctest."""
    if case.find("failure") is not None or case.find("error") is not None or case.get("status") in ("fail", "failed"):
        return "failed"
    if case.find("skipped") is not None or case.get("status") in ("notrun", "disabled"):
        return "skipped"
    if case.get("result") in ("skipped", "suppressed"):
        return "skipped"
    return "passed"


def read(folder):
    """Every case as (file stem, full name, outcome)."""
    cases = []
    for path in sorted(pathlib.Path(folder).glob("*.xml")):
        if path.stem.startswith("ctest-"):
            continue
        try:
            root = ElementTree.parse(path).getroot()
        except ElementTree.ParseError:
            cases.append((path.stem, "the results cannot be read", "failed"))
            continue
        for case in root.iter("testcase"):
            cases.append((path.stem, f"{case.get('classname', '')}.{case.get('name', '')}", outcome(case)))
    return cases + crashes(folder, cases)


def crashes(folder, cases):
    """Programs that ctest saw fail although none of their own tests did."""
    failed_programs = {stem for stem, _, result in cases if result == "failed"}
    found = []
    for path in sorted(pathlib.Path(folder).glob("ctest-*.xml")):
        prefix = path.stem.removeprefix("ctest-") + "-"
        for case in ElementTree.parse(path).getroot().iter("testcase"):
            program = prefix + case.get("name", "")
            if outcome(case) == "failed" and program not in failed_programs:
                found.append((program, "the program did not end well", "failed"))
    return found


def main():
    cases = read(sys.argv[1])
    failed = [(stem, name) for stem, name, result in cases if result == "failed"]
    skipped = sum(1 for _, _, result in cases if result == "skipped")
    passed = len(cases) - len(failed) - skipped
    if failed:
        print("\nFailed:")
        for stem, name in failed:
            print(f"  {stem}: {name}")
    print(f"\n{passed} passed, {len(failed)} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())

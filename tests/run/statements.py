#!/usr/bin/env python3
"""Fails for every named SQL statement that no test has executed.

    statements.py EXECUTED RESULTS.xml

EXECUTED has lines `NAME ENGINE`, which the store appends when HERALD_STATEMENT_COVERAGE names that file.
"""

import pathlib
import re
import sys

from record import write

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAME = re.compile(r"^--\s*name:\s*(\w+)", re.MULTILINE)


def main():
    executed_path, results_path = sys.argv[1:]
    lines = pathlib.Path(executed_path).read_text().splitlines() if pathlib.Path(executed_path).exists() else []
    executed = {line.split()[0] for line in lines if line.strip()}
    results = []
    for path in sorted((ROOT / "src").rglob("*.sql")):
        for name in NAME.findall(path.read_text()):
            wrong = None if name in executed else f"no test executes it ({path.relative_to(ROOT)})"
            results.append((name, wrong))
    if not results:
        results.append(("statements", "no statements were found"))
    write(results_path, "statement-coverage", results)


if __name__ == "__main__":
    main()

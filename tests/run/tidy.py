#!/usr/bin/env python3
"""Runs clang-tidy on the source files, several at once, and remembers which passed.

    tidy.py RESULTS.xml BUILD_FOLDER WORKERS

A file is looked at again when it, a header of the project or the configuration has changed.
"""

import concurrent.futures
import hashlib
import json
import pathlib
import subprocess
import sys

from record import write

ROOT = pathlib.Path(__file__).resolve().parents[2]


def digest(paths):
    sum_of_all = hashlib.sha256()
    for path in sorted(paths):
        sum_of_all.update(path.read_bytes())
    return sum_of_all.hexdigest()


def sources(build):
    """The program's own files, as the build compiles them: with its precompiled header, which this clang has made."""
    commands = json.loads((build / "compile_commands.json").read_text())
    paths = {pathlib.Path(entry["file"]) for entry in commands}
    return sorted(path for path in paths if path.is_relative_to(ROOT / "src"))


def main():
    results_path, build, workers = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), int(sys.argv[3])
    passed = build / "tidy"
    passed.mkdir(exist_ok=True)
    common = digest([ROOT / ".clang-tidy", *(ROOT / "src").rglob("*.h")])

    def check(path):
        name = str(path.relative_to(ROOT))
        stamp = passed / hashlib.sha256((common + digest([path]) + name).encode()).hexdigest()
        if stamp.exists():
            return name, None
        command = ["clang-tidy-16", "--quiet", "-p", str(build), str(path)]
        completed = subprocess.run(command, capture_output=True, text=True)
        if completed.returncode == 0:
            stamp.touch()
            return name, None
        lines = [line for line in completed.stdout.splitlines() if ": error:" in line or ": warning:" in line]
        return name, "\n    " + "\n    ".join(lines or completed.stderr.splitlines()[-5:])

    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        write(results_path, "tidy", list(pool.map(check, sources(build))))


if __name__ == "__main__":
    main()

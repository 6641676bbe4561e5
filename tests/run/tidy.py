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


def compile_commands(build):
    """The commands without the precompiled header, which belongs to one compiler's build."""
    commands = json.loads((build / "compile_commands.json").read_text())
    kept = []
    for entry in commands:
        path = pathlib.Path(entry["file"])
        if not path.is_relative_to(ROOT / "src"):
            continue
        words, cleaned = entry["command"].split(), []
        while words:
            word = words.pop(0)
            if word == "-Xclang" and words and words[0] in ("-include-pch", "-include", "-fno-pch-timestamp"):
                option = words.pop(0)
                if option != "-fno-pch-timestamp":
                    words[:2] = []
                continue
            if word.startswith("-Winvalid-pch") or word.endswith("ccache"):
                continue
            cleaned.append(word)
        cleaned.insert(1, f"-include{ROOT / 'cmake' / 'precompiled.h'}")
        kept.append({**entry, "command": " ".join(cleaned)})
    return kept


def main():
    results_path, build, workers = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), int(sys.argv[3])
    database = build / "tidy"
    database.mkdir(exist_ok=True)
    commands = compile_commands(build)
    (database / "compile_commands.json").write_text(json.dumps(commands))
    common = digest([ROOT / ".clang-tidy", *(ROOT / "src").rglob("*.h")])

    def check(entry):
        path = pathlib.Path(entry["file"])
        name = str(path.relative_to(ROOT))
        stamp = database / hashlib.sha256((common + digest([path]) + name).encode()).hexdigest()
        if stamp.exists():
            return name, None
        command = ["clang-tidy-16", "--quiet", "-p", str(database), str(path)]
        completed = subprocess.run(command, capture_output=True, text=True)
        if completed.returncode == 0:
            stamp.touch()
            return name, None
        lines = [line for line in completed.stdout.splitlines() if ": error:" in line or ": warning:" in line]
        return name, "\n    " + "\n    ".join(lines or completed.stderr.splitlines()[-5:])

    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        write(results_path, "tidy", list(pool.map(check, commands)))


if __name__ == "__main__":
    main()

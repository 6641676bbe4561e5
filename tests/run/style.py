#!/usr/bin/env python3
"""The part of the style that a program can check.

    style.py RESULTS.xml
"""

import pathlib
import re
import subprocess
import sys

from record import write

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILE_BYTES_MAX = 15_000
FUNCTION_LINES_MAX = 70

# Larger than a file should be, with the reason why.
LARGE_FILES = {
    "src/base/settings_table.cc": "one table: every setting with its names, help and default",
    "src/content/gsm7_table.inc": "data: what becomes of each character in a text message",
    "src/content/named_references.inc": "data: the named character references of HTML",
    "src/recipients/country_keys.inc": "data: every name by which a country is found",
}

FORBIDDEN_WORDS = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
OWN_CLOCK = re.compile(r"\b(system_clock::now|gettimeofday|clock_gettime)\b|(?<![\w:.>])time\((?:nullptr|NULL|0)\)")
INCLUDE = re.compile(r'^#include "([a-z_]+)/', re.MULTILINE)
ROOM = re.compile(r"^herald_room\((\w+)([^)]*)\)", re.MULTILINE)


def tracked(*patterns):
    """Files that git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


def sizes(files):
    for path in files:
        name = str(path.relative_to(ROOT))
        if path.stat().st_size > FILE_BYTES_MAX and name not in LARGE_FILES:
            yield f"{name} has {path.stat().st_size} bytes; over {FILE_BYTES_MAX} wants a reason in LARGE_FILES"


def words(files):
    for path in files:
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if FORBIDDEN_WORDS.search(line):
                yield f"{path.relative_to(ROOT)}:{number} says {FORBIDDEN_WORDS.search(line).group()}"


def clocks(files):
    """Time is passed in; only base/clock.h asks the operating system for it."""
    for path in files:
        if path == ROOT / "src/base/clock.h":
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if OWN_CLOCK.search(line.split("//")[0]):
                yield f"{path.relative_to(ROOT)}:{number} asks for the time by itself"


def rooms():
    """Each room with the rooms that it may include: those named after USES, and what those may."""
    direct = {}
    for name, rest in ROOM.findall((ROOT / "CMakeLists.txt").read_text()):
        uses = re.search(r"\bUSES\b([^A-Z]*)", rest)
        direct[name] = set(uses.group(1).split()) if uses else set()
    allowed = {}

    def close(name):
        if name not in allowed:
            allowed[name] = {name}.union(*(close(used) for used in direct.get(name, ())))
        return allowed[name]

    for name in direct:
        close(name)
    return allowed


def includes(files):
    """A lower room never includes a higher one."""
    allowed = rooms()
    for path in files:
        room = path.relative_to(ROOT / "src").parts[0]
        for included in INCLUDE.findall(path.read_text()):
            if included in allowed and included not in allowed.get(room, {room}):
                yield f"{path.relative_to(ROOT)} includes {included}/, which {room} may not use"


def functions(files):
    """Bodies that do not fit on a screen: from a line that opens a brace at the end to its closing brace."""
    for path in files:
        lines = path.read_text().splitlines()
        for first, last in bodies(lines):
            if last - first + 1 > FUNCTION_LINES_MAX:
                yield f"{path.relative_to(ROOT)}:{first + 1} has {last - first + 1} lines; {FUNCTION_LINES_MAX} fit a screen"


def bodies(lines):
    """First and last line of each function definition, found by indentation: clang-format has settled it."""
    opening = re.compile(r"^( *)(?!namespace|class|struct|enum|union|extern|else|if|for|while|switch|do|try|catch)\S.*\) ?[^;=]*\{$")
    for first, line in enumerate(lines):
        match = opening.match(line)
        if not match:
            continue
        closing = match.group(1) + "}"
        for last in range(first + 1, len(lines)):
            if lines[last].startswith(closing):
                yield first, last
                break


def repository_text(files):
    """Nothing but the product is spoken of: no machine's own paths, no registry addresses in the lock file."""
    for path in files:
        text = path.read_text(errors="replace")
        if re.search(r"/home/\w+/|/root/\.|/work/", text) and path != pathlib.Path(__file__).resolve():
            yield f"{path.relative_to(ROOT)} names a path of one machine"
        if path.name == "package-lock.json" and '"resolved"' in text:
            yield f"{path.relative_to(ROOT)} names the registry that it was made with"


def main():
    source = tracked("src/*.h", "src/*.cc", "src/**/*.h", "src/**/*.cc")
    all_code = tracked("src", "tests", "bench", "tools", "migrations", "run", "test", "CMakeLists.txt", "cmake")
    checks = {
        "no file is over 15 kB without a reason": sizes(tracked("src")),
        "nothing is left to do in the code": words([f for f in all_code if f != pathlib.Path(__file__).resolve()]),
        "time comes from the clock that is passed in": clocks(source),
        "a lower room never includes a higher one": includes(source),
        "functions fit on a screen": functions(source),
        "files speak of the product alone": repository_text(tracked(".")),
    }
    results = []
    for name, found in checks.items():
        found = list(found)
        results.append((name, "\n    " + "\n    ".join(found) if found else None))
    write(sys.argv[1], "style", results)


if __name__ == "__main__":
    main()

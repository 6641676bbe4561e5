#!/usr/bin/env python3
"""Writes the results of a check that is no test runner as a JUnit file, so that the closing line counts it.

    record.py FILE SUITE < lines

Each line is `pass NAME`, or `fail NAME: what is wrong`. Failures are also printed.
"""

import sys
import xml.etree.ElementTree as ElementTree


def write(path, suite_name, results):
    """`results`: pairs of a name and what is wrong (None: it passed)."""
    suite = ElementTree.Element("testsuite", name=suite_name, tests=str(len(results)))
    suite.set("failures", str(sum(1 for _, wrong in results if wrong)))
    for name, wrong in results:
        case = ElementTree.SubElement(suite, "testcase", classname=suite_name, name=name)
        if wrong:
            ElementTree.SubElement(case, "failure", message=wrong)
            print(f"FAILED {suite_name}: {name}: {wrong}")
    ElementTree.ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)


def main():
    results = []
    for line in sys.stdin:
        verdict, _, rest = line.rstrip("\n").partition(" ")
        name, _, wrong = rest.partition(": ")
        results.append((name, None if verdict == "pass" else wrong or "failed"))
    write(sys.argv[1], sys.argv[2], results)


if __name__ == "__main__":
    main()

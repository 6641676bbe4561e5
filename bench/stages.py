"""Reads where a server's time went out of its metrics: sums of seconds and counts of what took them."""

import re

SAMPLE = re.compile(r"^(herald_\w+?)(?:\{([^}]*)\})? (\S+)$")


def parse(text):
    """Metric text to `{(name, labels): value}`, buckets left out."""
    samples = {}
    for line in text.splitlines():
        match = SAMPLE.match(line)
        if match and not match.group(1).endswith("_bucket"):
            samples[match.group(1), match.group(2) or ""] = float(match.group(3))
    return samples


def spent(before, after, rows_max=24):
    """(name, seconds, count) of what took time between two readings, the longest first."""
    before, after = parse(before), parse(after)
    found = []
    for (name, labels), value in after.items():
        count_name = counted_by(name)
        if not count_name:
            continue
        seconds = value - before.get((name, labels), 0)
        count = after.get((count_name, labels), 0) - before.get((count_name, labels), 0)
        if seconds > 0.005:
            found.append((f"{name}{{{labels}}}" if labels else name, seconds, count))
    return sorted(found, key=lambda row: -row[1])[:rows_max]


def counted_by(name):
    """The metric that counts what this one adds up the seconds of; None when it does not add up seconds."""
    if name.endswith("_seconds_sum"):
        return name.removesuffix("_sum") + "_count"
    if name.endswith("_seconds_total"):
        return name.removesuffix("_seconds_total") + "_executions_total"
    return None


def difference(before, after, name):
    """What a counter has gone up by, over all its labels."""
    return sum(value for (found, _), value in parse(after).items() if found == name) - sum(
        value for (found, _), value in parse(before).items() if found == name
    )

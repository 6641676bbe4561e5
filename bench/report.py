"""Prints what was measured: the table of ratios, then where the time went."""


def show(results):
    print()
    header = ("path", "measured", "bare", "ratio", "must", "aim", "")
    lines = [header] + [line(row) for row in results["rows"]]
    widths = [max(len(cells[i]) for cells in lines) for i in range(len(header))]
    for number, cells in enumerate(lines):
        aligned = [cells[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:])]
        print("  ".join(aligned).rstrip())
        if number == 0:
            print("  ".join("-" * width for width in widths))
    for title, stages in results["stages"].items():
        print(f"\nWhere the time went: {title}")
        for name, seconds, calls in stages:
            average = f"{seconds / calls * 1e6:10.1f} µs each" if calls else ""
            print(f"  {seconds:9.2f} s  {int(calls):>10,} ×  {average}  {name}")


def line(row):
    """The cells of one row; a row without limits is there for orientation."""
    value, unit = row["value"], row["unit"]
    ratio = row.get("ratio")
    compared = ratio if ratio is not None else value
    return (
        row["name"],
        amount(value, unit),
        amount(row["bare"], unit) if row.get("bare") else "",
        f"{ratio:.3f}" if ratio is not None else "",
        limit(row.get("must"), unit, ratio),
        limit(row.get("aim"), unit, ratio),
        verdict(compared, row),
    )


def amount(value, unit):
    return f"{value:,.0f}{unit}" if value >= 100 else f"{value:,.2f}{unit}"


def limit(value, unit, ratio):
    if value is None:
        return ""
    return f"{value:g}" if ratio is not None else f"{value:g}{unit}"


def verdict(value, row):
    if row.get("must") is None:
        return ""
    better = (lambda bound: value <= bound) if row.get("smaller_is_better") else (lambda bound: value >= bound)
    if row.get("aim") is not None and better(row["aim"]):
        return "ok, aim reached"
    return "ok" if better(row["must"]) else "below"

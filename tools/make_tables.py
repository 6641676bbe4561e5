#!/usr/bin/env python3
"""Writes the tables that are compiled in, from data/ and from Python's copy of HTML's named references.

Run from the repository's root: python3 tools/make_tables.py
Writes src/content/gsm7_table.inc, src/content/named_references.inc, src/letters/bank_holidays.inc and, in src/recipients,
international_sms.inc, ascii_reductions.inc, countries.inc, country_keys.inc and postcode_areas.inc.
"""
import html.entities
import json

MADE_BY = "// Made by tools/make_tables.py from {}. Change that, not this."


def literal(text):
    """A C++ string literal that holds the text's UTF-8."""
    out = ""
    for byte in text.encode("utf-8"):
        character = chr(byte)
        plain = 32 <= byte < 127 and character not in '"\\?'
        out += character if plain else f"\\{byte:03o}"
    return f'"{out}"'


def wrapped(entries, indent="    "):
    lines, line = [], indent
    for entry in entries:
        if len(line) + len(entry) + 2 > 119:
            lines.append(line.rstrip())
            line = indent
        line += entry + ", "
    lines.append(line.rstrip())
    return "\n".join(lines)


def make_gsm7():
    data = json.load(open("data/gsm7.json", encoding="utf-8"))
    table = {}
    for row in data["basic_alphabet_by_septet"]:
        table[ord(row["char"])] = (row["char"], False, False)
    for row in data["extension_alphabet"]:
        table[ord(row["char"])] = (row["char"], True, False)
    welsh = set(data["kept_but_not_gsm"]["chars"])
    for character in welsh:
        table[ord(character)] = (character, False, True)
    for character, reduced in data["decomposed_replacements"]["map"].items():
        table.setdefault(ord(character), (reduced, False, reduced in welsh))
    for row in data["explicit_replacements"]:
        table.setdefault(ord(row["char"]), (row["becomes"], False, False))
    entries = [
        "{0x%04X, {%s, %s, %s}}" % (code, literal(text), str(extended).lower(), str(is_welsh).lower())
        for code, (text, extended, is_welsh) in sorted(table.items())
    ]
    with open("src/content/gsm7_table.inc", "w", encoding="utf-8") as out:
        out.write(MADE_BY.format("data/gsm7.json") + "\n" + wrapped(entries) + "\n")


def make_named_references():
    names = {name[:-1]: text for name, text in html.entities.html5.items() if name.endswith(";")}
    entries = ["{%s, %s}" % (literal(name), literal(text)) for name, text in sorted(names.items())]
    with open("src/content/named_references.inc", "w", encoding="utf-8") as out:
        out.write(MADE_BY.format("the html5 table of Python's html.entities") + "\n" + wrapped(entries) + "\n")


def make_international_sms():
    data = json.load(open("data/international-sms.json", encoding="utf-8"))
    rows = sorted(data["prefixes"], key=lambda row: row["prefix"])
    entries = [
        "{%s, %d, %s, %s}" % (
            literal(row["prefix"]), row["rate_multiplier"],
            str(row["alphanumeric_sender"] == "no").lower(), str(row["delivery_receipts"] == "yes").lower())
        for row in rows
    ]
    with open("src/recipients/international_sms.inc", "w", encoding="utf-8") as out:
        out.write(MADE_BY.format("data/international-sms.json") + "\n" + wrapped(entries) + "\n")


def write_table(path, sources, entries):
    with open(path, "w", encoding="utf-8") as out:
        out.write(MADE_BY.format(sources) + "\n" + wrapped(entries) + "\n")


def make_ascii_reductions():
    table = dict(json.load(open("data/ascii-reductions.json", encoding="utf-8"))["map"])
    for row in json.load(open("data/gsm7.json", encoding="utf-8"))["explicit_replacements"]:
        table[row["char"]] = row["becomes"]
    entries = ["{0x%04X, %s}" % (ord(character), literal(table[character])) for character in sorted(table)]
    write_table("src/recipients/ascii_reductions.inc", "data/ascii-reductions.json and data/gsm7.json", entries)


def make_countries():
    data = json.load(open("data/postal-countries.json", encoding="utf-8"))
    names = [row["name"] for row in data["territories"]]
    zone = {"united-kingdom": "united_kingdom", "europe": "europe", "rest-of-world": "rest_of_world"}
    entries = ["{%s, PostageZone::%s}" % (literal(row["name"]), zone[row["zone"]]) for row in data["territories"]]
    write_table("src/recipients/countries.inc", "data/postal-countries.json", entries)
    keys = sorted(data["lookup"].items(), key=lambda entry: entry[0].encode("utf-8"))
    entries = ["{%s, %d}" % (literal(key), names.index(name)) for key, name in keys]
    write_table("src/recipients/country_keys.inc", "data/postal-countries.json", entries)


def make_postcode_areas():
    areas = json.load(open("data/uk-postcode-areas.json", encoding="utf-8"))["areas"]
    write_table("src/recipients/postcode_areas.inc", "data/uk-postcode-areas.json", map(literal, sorted(areas)))


def make_bank_holidays():
    data = json.load(open("data/bank-holidays.json", encoding="utf-8"))
    dates = sorted(row["date"] for row in data["divisions"][data["used_for_letter_timings"]])
    # Without leading zeros, which C++ would take for octal numbers.
    entries = ["day(%d, %d, %d)" % tuple(map(int, date.split("-"))) for date in dates]
    write_table("src/letters/bank_holidays.inc", "data/bank-holidays.json", entries)


make_gsm7()
make_named_references()
make_international_sms()
make_ascii_reductions()
make_countries()
make_postcode_areas()
make_bank_holidays()

#!/usr/bin/env python3
"""Writes the tables that are compiled in, from data/ and from Python's copy of HTML's named references.

Run from the repository's root: python3 tools/make_tables.py
Writes src/content/gsm7_table.inc, src/content/named_references.inc and src/recipients/international_sms.inc.
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


make_gsm7()
make_named_references()
make_international_sms()

#!/usr/bin/env python3
"""Verifies summary files (.tnsolieu) and the chain inside them, written from docs/formats.md alone.

Usage: check_summary.py FILE [--fingerprint HEX]
Needs Python 3.9 and the package `cryptography`. Prints one line a signed file; exit 0 when all holds, 1 when not.
"""

import argparse
import base64
import binascii
import datetime
import hashlib
import json
import sys
import unicodedata

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TYPE = "application/vnd.tung-nha.summary.v1+json"
LEVELS = ["hamlet", "commune", "district", "province"]
CHANGE = ["absent", "activated_level1", "activated_level2", "ineligible", "no_smartphone", "other", "upgraded", "visited"]
COUNTS = [
    "absent", "activated_level1", "activated_level2", "active_level1", "active_level2", "birth_unknown", "claimed",
    "counted", "eligible", "expected", "ineligible", "no_smartphone", "other", "people", "upgraded", "visited",
]
SO_FAR = [
    "absent", "activated_level1", "activated_level2", "ineligible", "no_smartphone", "other", "upgraded", "visited",
]
BY_EXTRACT = ["approved", "confirmed", "denied", "listed"]
ANNEX = ["active", "level1", "level2", "pending"]


class Refused(Exception):
    pass


def need(holds, what):
    if not holds:
        raise Refused(what)


def count(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**32


def unbase64(text):
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("base64") from error
    need(base64.b64encode(raw).decode() == text, "base64 is not canonical")
    return raw


def fields(value, names):
    need(isinstance(value, dict) and sorted(value) == sorted(names), f"fields of {names[0]}…")


def unseal(data, kind):
    """Payload and fingerprint of a signed envelope."""
    need(len(data) <= 32 << 20, "too large")
    try:
        envelope = json.loads(data)
    except ValueError as error:
        raise Refused("not JSON") from error
    fields(envelope, ["payload", "payloadType", "signatures"])
    canonical = json.dumps(envelope, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    need(canonical.encode() == data, "envelope is not canonical")
    need(envelope["payloadType"] == kind, "another type or version")
    need(isinstance(envelope["signatures"], list) and len(envelope["signatures"]) == 1, "one signature")
    signature = envelope["signatures"][0]
    fields(signature, ["keyid", "sig"])
    body = unbase64(envelope["payload"])
    try:
        payload = json.loads(body)
    except ValueError as error:
        raise Refused("payload is not JSON") from error
    key = bytes.fromhex(payload["key"])
    fingerprint = hashlib.sha256(key).hexdigest()[:32]
    need(signature["keyid"] == fingerprint, "keyid is not the fingerprint of the key")
    signed = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(body), body)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(unbase64(signature["sig"]), signed)
    except InvalidSignature as error:
        raise Refused("signature") from error
    return payload, fingerprint


def read(data, below=None):
    """A verified file as (payload, fingerprint, [files inside])."""
    payload, fingerprint = unseal(data, TYPE)
    fields(payload, ["above", "day", "days", "format", "inside", "issued_at", "key", "level", "previous", "sequence",
                     "unit", "units", "version"] + (["indicators"] if payload["version"] == 3 else []))
    need(payload["format"] == "tung-nha-summary" and payload["version"] in (1, 2, 3), "format")
    need(payload["level"] in LEVELS, "level")
    need(below is None or LEVELS.index(payload["level"]) < LEVELS.index(below), "level inside")
    need(count(payload["sequence"]) and payload["sequence"] > 0, "sequence")
    need((payload["sequence"] == 1) == (payload["previous"] == ""), "previous")
    units = payload["units"]
    need(len({unit["id"] for unit in units}) == len(units), "a unit twice")
    days = [datetime.date.fromisoformat(day["day"]) for day in payload["days"]]
    need(days and days == sorted(set(days)) and days[-1] <= datetime.date.fromisoformat(payload["day"]), "days")
    for day in payload["days"]:
        places = [figures["unit"] for figures in day["figures"]]
        if payload["version"] == 1:
            need("annex1" not in day, "annex1")
            day["without"] = [place for place in range(len(units)) if place not in places]
        annex = day.get("annex1")
        since = [name for name in ("since", "apart") if payload["version"] > 2 and name in day]
        need(day.get("since", "") <= day["day"], "since")
        apart = day.get("apart", [])
        need(apart == sorted(set(apart)) and all(count(p) and p < len(units) for p in apart), "apart")
        fields(day, ["day", "figures", "without"] + (["annex1"] if annex else []) + since)
        if annex:
            fields(annex, ANNEX)
        for some in (places, day["without"]):
            need(some == sorted(set(some)) and all(count(p) and p < len(units) for p in some), "units of a day")
        need(not set(places) & set(day["without"]), "units of a day")
        for figures in day["figures"]:
            fields(figures["change"], CHANGE)
            position = figures["position"]
            annex = ["annex1"] if payload["version"] > 1 else []
            fields(position, COUNTS + BY_EXTRACT + ["extract", "target"] + annex)
            if annex:
                fields(position["annex1"], ANNEX)
                need(count(position["annex1"]["active"]) and count(position["annex1"]["pending"]), "annex1")
            need(all(count(figures["change"][name]) for name in CHANGE), "change")
            need(all(count(position[name]) for name in COUNTS), "position")
            need(1 <= position["counted"] <= position["expected"], "counted")
            for name in BY_EXTRACT:
                need((position[name] is None) == (position["extract"] is None), name)
    inside = []
    for part in payload["inside"]:
        unit = units[part["unit"]]
        try:
            file = read(unbase64(part["file"]), payload["level"])
        except Refused as refused:
            raise Refused(f"{unit['name']} › {refused}") from refused
        need(file[0]["unit"]["id"] == unit["id"], f"{unit['name']}: file of another unit")
        inside.append((file, part))
    for entry in payload.get("indicators", []):
        indicator(entry, units)
    names = [key_of(entry) for entry in payload.get("indicators", [])]
    need(len(set(names)) == len(names), "an indicator twice")
    compare(payload, inside)
    compare_indicators(payload, inside)
    return payload, fingerprint, [file for file, _ in inside]


def total(payload, day):
    """The sum over the units of a stated day; None when none has figures."""
    units = day["figures"]
    if not units:
        return None
    change = {name: sum(unit["change"][name] for unit in units) for name in CHANGE}
    position = {name: sum(unit["position"][name] for unit in units) for name in COUNTS}
    position["expected"] += len(day["without"])
    extracts = [unit["position"]["extract"] for unit in units if unit["position"]["extract"] is not None]
    position["extract"] = min(extracts, default=None)
    for name in BY_EXTRACT:
        position[name] = sum(unit["position"][name] or 0 for unit in units) if extracts else None
    targets = [unit["position"]["target"] for unit in units]
    position["target"] = None if None in targets else sum(targets)
    annexes = [annex_of(unit["position"]) for unit in units]
    position["annex1"] = day.get("annex1") or {name: adds(annex[name] for annex in annexes) for name in ANNEX}
    return {"change": change, "position": position}


def adds(counts):
    counts = list(counts)
    return None if None in counts else sum(counts)


def plain(text):
    """Without case and marks."""
    text = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(c for c in text if not unicodedata.combining(c)).split())


def key_of(entry):
    return tuple(plain(entry[name]) for name in ("campaign", "name", "phase"))


def indicator(entry, units):
    """The ranges of an indicator in a round."""
    fields(entry, ["campaign", "counted", "expected", "name", "own", "phase", "sum", "units"])
    need(entry["own"] is not None or entry["sum"] is not None, "an indicator without figures")
    need(entry["sum"] is not None or not entry["units"], "units of no sum")
    places = [of["unit"] for of in entry["units"]]
    need(places == sorted(set(places)) and all(count(p) and p < len(units) for p in places), "units of an indicator")
    parts = [entry["own"]] * (entry["own"] is not None) + [of["sum"] for of in entry["units"]]
    for value in parts + [entry["sum"]] * (entry["sum"] is not None):
        fields(value, ["denominator", "numerator"])
        need(count(value["numerator"]) and value["numerator"] <= 1_000_000_000, "numerator")
        every = value["denominator"]
        need(every is None or count(every) and value["numerator"] <= every <= 1_000_000_000, "denominator")
    if parts and entry["sum"] is not None:
        for part in ("numerator", "denominator"):
            values, whole = [value[part] for value in parts], entry["sum"][part]
            need((whole is None) == all(v is None for v in values), part)
            need(whole is None or None not in values and sum(values) <= whole, f"the {part} is less than its parts")
    for of in [entry, *entry["units"]]:
        need(count(of["counted"]) and count(of["expected"]) and of["counted"] <= of["expected"], "counted")


def compare_indicators(payload, inside):
    """Holds what is stated of a unit's indicators against the newest file of the unit inside."""
    newest = {}
    for (below, _, _), part in inside:
        issued = datetime.datetime.fromisoformat(below["issued_at"])
        rank = (below["sequence"], issued, hashlib.sha256(base64.b64decode(part["file"])).hexdigest())
        if part["unit"] not in newest or newest[part["unit"]][0] < rank:
            newest[part["unit"]] = (rank, below)
    stated = {key_of(entry): entry for entry in payload.get("indicators", [])}
    for unit, (_, below) in newest.items():
        for own in below.get("indicators", []):
            entry = stated.get(key_of(own))
            if own["sum"] is None or entry is None or entry["sum"] is None:
                continue
            said = [of for of in entry["units"] if of["unit"] == unit]
            need(said == [{"counted": own["counted"], "expected": own["expected"], "sum": own["sum"], "unit": unit}],
                 f"{payload['units'][unit]['name']}, {own['name']}: not what the unit signed")


def annex_of(position):
    """The row of Phụ lục I; of version 1 who is active by any evidence."""
    level1, level2 = position["active_level1"], position["active_level2"]
    return position.get("annex1") or {"active": level1 + level2, "level1": level1, "level2": level2, "pending": 0}


def compare(payload, inside):
    """Holds each stated figure against what the unit itself signed."""
    deciding = {}
    for (below, _, _), part in inside:
        issued = datetime.datetime.fromisoformat(below["issued_at"])
        rank = (below["sequence"], issued, hashlib.sha256(base64.b64decode(part["file"])).hexdigest())
        for day in below["days"]:
            place = (part["unit"], day["day"])
            if place not in deciding or deciding[place][0] < rank:
                of = (day.get("since", ""), bool(day.get("apart"))) if below["version"] > 2 else None
                deciding[place] = (rank, total(below, day), of)
    stated = {(f["unit"], day["day"]): {"change": f["change"], "position": f["position"]}
              for day in payload["days"] for f in day["figures"]}
    days = {day["day"]: day.get("since") for day in payload["days"]}
    for (unit, day), (_, signed, since) in deciding.items():
        if day not in days:
            continue
        if signed and since and days[day] and since != (days[day], False):
            # "So far" of another campaign is not known here.
            signed["position"].update(dict.fromkeys(SO_FAR, 0))
        said = stated.get((unit, day))
        name = payload["units"][unit]["name"]
        need((said is None) == (signed is None), f"{name}, {day}: figures left out or added")
        for part in ("change", "position"):
            for figure, value in (signed or {part: {}})[part].items():
                if figure == "annex1" and payload["version"] == 1:
                    continue
                need(said[part][figure] == value,
                     f"{name}, {day}, {part}.{figure}: says {said[part][figure]}, the unit signed {value}")


def show(file, path=()):
    payload, fingerprint, inside = file
    path = (*path, payload["unit"]["name"])
    print(f"ok {' › '.join(path)}: number {payload['sequence']}, {len(payload['days'])} days, key {fingerprint}")
    for below in inside:
        show(below, path)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("file")
    arguments.add_argument("--fingerprint", help="of the key that has to have signed the file")
    arguments = arguments.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")
    try:
        with open(arguments.file, "rb") as file:
            checked = read(file.read())
        wanted = arguments.fingerprint
        need(wanted is None or wanted.replace(" ", "").lower() == checked[1], "signed by another key")
    except (Refused, KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError) as refused:
        print(f"refused: {refused}")
        return 1
    show(checked)
    return 0


if __name__ == "__main__":
    sys.exit(main())

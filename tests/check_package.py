#!/usr/bin/env python3
"""Opens and verifies packages with people (.tngiao, .tnketqua), written from docs/formats.md alone; the fields of rows are read
from its table.

Usage: check_package.py FILE (--card "SIX WORDS" | --seed HEX)
`--seed` is the signing seed of the book that the package is for. Needs Python 3.9 and the package `cryptography`. Prints what the
package holds, without names; exit 0 when all holds, 1 when not.
"""

import argparse
import base64
import datetime
import hashlib
import hmac
import json
import pathlib
import re
import sys
import unicodedata
import uuid

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from check_summary import Refused, count, fields, need, unseal

WORK = "application/vnd.tung-nha.work.v1+json"
RESULT = "application/vnd.tung-nha.result.v1+json"
HEAD = ["day", "format", "issued_at", "key", "known", "recipient", "sequence", "token", "unit", "version"]
ROLES = ["", "leader", "deputy", "member", "police", "volunteer"]
STATES = ["not-registered", "pending-approval", "rejected", "approved-not-activated", "active-level1", "active-level2",
          "locked", "unknown"]


def derive(secret, salt, info):
    return HKDF(hashes.SHA256(), 32, salt, info.encode()).derive(secret)


def unpadded(text):
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def file_key(kind, arguments, body, card, seed):
    """The key of an age file, from a stanza of its header."""
    if kind == "scrypt" and card is not None:
        words = unicodedata.normalize("NFD", card.lower()).replace("đ", "d").replace("-", " ")
        words = " ".join("".join(c for c in words if not unicodedata.combining(c)).split())
        need(int(arguments[1]) <= 16, "too much work")
        salt = b"age-encryption.org/v1/scrypt" + unpadded(arguments[0])
        key = Scrypt(salt, 32, 2 ** int(arguments[1]), 8, 1).derive(words.encode())
    elif kind == "X25519" and seed is not None:
        secret = X25519PrivateKey.from_private_bytes(hashlib.sha256(b"tung-nha age identity v1" + seed).digest())
        own = secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        theirs = unpadded(arguments[0])
        shared = secret.exchange(X25519PublicKey.from_public_bytes(theirs))
        key = derive(shared, theirs + own, "age-encryption.org/v1/X25519")
    else:
        return None
    return ChaCha20Poly1305(key).decrypt(bytes(12), body, None)


def open_age(data, card, seed):
    """What an age file holds."""
    head, mark, rest = data.partition(b"\n---")
    need(mark and head.startswith(b"age-encryption.org/v1\n"), "not an age file")
    mac, _, payload = rest.partition(b"\n")
    key = None
    for stanza in head.decode().split("\n-> ")[1:]:
        first, *lines = stanza.split("\n")
        kind, *arguments = first.split(" ")
        key = key or file_key(kind, arguments, unpadded("".join(lines)), card, seed)
    need(key is not None, "sealed to somebody else")
    good = hmac.new(derive(key, b"", "header"), head + mark, hashlib.sha256).digest()
    need(hmac.compare_digest(good, unpadded(mac.decode().strip())), "header")
    stream = ChaCha20Poly1305(derive(key, payload[:16], "payload"))
    size = 65536 + 16
    parts = [payload[at:at + size] for at in range(16, len(payload), size)]
    opened = [stream.decrypt(at.to_bytes(11, "big") + bytes([at + 1 == len(parts)]), part, None)
              for at, part in enumerate(parts)]
    return b"".join(opened)


def is_id(value):
    return isinstance(value, str) and str(uuid.UUID(value)) == value


def is_time(value):
    return value.endswith("+07:00") and datetime.datetime.fromisoformat(value).isoformat() == value


def holds(kind, value):
    """Whether a value is what the table of the paper says of its field."""
    if kind == "id":
        return is_id(value)
    if kind.endswith(" or null"):
        return value is None or holds(kind[:-len(" or null")], value)
    if kind.endswith(' or `""`'):
        return value == "" or holds(kind[:-len(' or `""`')], value)
    if kind.startswith("text to "):
        plain = not any(unicodedata.category(c) == "Cc" and c != "\n" for c in value)
        return len(value) <= int(kind[len("text to "):]) and plain
    if kind == "day":
        return datetime.date.fromisoformat(value).isoformat() == value
    if kind == "partial day":
        return re.fullmatch(r"\d{4}", value) or datetime.date.fromisoformat((value + "-01")[:10])
    if kind == "time":
        return is_time(value)
    if kind == "number":
        return count(value)
    if re.fullmatch(r"0 to \d+", kind):
        return count(value) and value <= int(kind[len("0 to "):])
    if kind in ("a role", "a state"):
        return value in (ROLES if kind == "a role" else STATES)
    return value in re.findall(r'`"?([^`"]*)"?`', kind)


def tables():
    """Way and fields with their kinds of every table, from the paper."""
    paper = (pathlib.Path(__file__).parent.parent / "docs" / "formats.md").read_text(encoding="utf-8")
    found = {}
    for name, way, columns in re.findall(r"^\| `(\w+)` \| (both|down) \| (.*) \|$", paper, re.M):
        kinds = (part.partition(": ") for part in columns.split("; "))
        found[name] = (way, {field: kind for names, _, kind in kinds for field in re.findall(r"`(\w+)`", names)})
    need(len(found) == 18, "tables of the paper")
    return found


def check_row(table, kinds, identity, row, whole):
    need(is_id(identity), f"{table}: id")
    need(not whole or sorted(row) == sorted(kinds), f"{table} {identity}: fields")
    for field, value in row.items():
        need(field in kinds and holds(kinds[field], value), f"{table} {identity}: {field}")


def check_head(payload):
    need(payload["version"] == 1 and count(payload["sequence"]) and payload["sequence"] > 0, "head")
    need(holds("day", payload["day"]) and is_time(payload["issued_at"]), "days")
    need(is_id(payload["unit"]["id"]) and payload["recipient"].startswith("age1"), "unit")
    known = payload["known"]
    need(known == sorted(set(known)) and all(re.fullmatch("[0-9a-f]{64}", sha256) for sha256 in known), "known")


def check_work(payload, of):
    fields(payload, HEAD + ["above", "conflicts", "rows"])
    need(payload["format"] == "tung-nha-work", "format")
    check_head(payload)
    ids = {}
    for table, rows in payload["rows"].items():
        for row in rows:
            check_row(table, of[table][1], row["id"], {f: v for f, v in row.items() if f != "id"}, True)
        ids[table] = {row["id"] for row in rows}
        need(len(ids[table]) == len(rows), f"{table}: a row twice")
    # Nobody else's people, and nothing that speaks of what is not there.
    rows = payload["rows"]
    need(all(row["unit_id"] == payload["unit"]["id"] for row in rows["citizen"]), "people of another hamlet")
    for table, field, target in [("citizen", "household_id", "household"), ("visit", "citizen_id", "citizen"),
                                 ("identity", "citizen_id", "citizen"), ("match", "citizen_id", "citizen"),
                                 ("visit", "member_id", "member"), ("roster_entry", "roster_id", "roster")]:
        named = {row[field] for row in rows.get(table, [])} - {None}
        need(named <= ids.get(target, set()), f"{table}.{field} without its {target}")
    for conflict in payload["conflicts"]:
        fields(conflict, ["field", "id", "settled", "table", "value"])
    return {table: len(rows) for table, rows in payload["rows"].items()}


def check_result(payload, of):
    fields(payload, HEAD + ["acknowledged", "changes", "work"])
    need(payload["format"] == "tung-nha-result", "format")
    check_head(payload)
    places = [(change["table"], change["id"]) for change in payload["changes"]]
    need(places == sorted(set(places)), "order of changes")
    found = {}
    for change in payload["changes"]:
        fields(change, ["from", "id", "table", "to"])
        table, before, after = change["table"], change["from"], change["to"]
        way, kinds = of[table]
        need(way == "both" and before != after, f"{table} {change['id']}: change")
        both = before is not None and after is not None
        for side in (before, after):
            check_row(table, kinds, change["id"], side or {}, side is after and before is None)
        if both:
            fixed = {"citizen": {"unit_id", "code"}, "household": {"unit_id"}}.get(table, set())
            need(set(before) <= set(after) and not fixed & set(after), f"{table} {change['id']}: change")
        found[table] = found.get(table, 0) + 1
    return found


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("file")
    arguments.add_argument("--card", help="the six words of a card")
    arguments.add_argument("--seed", type=bytes.fromhex, help="signing seed of the book, 64 hexadecimal digits")
    arguments = arguments.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")
    try:
        data = pathlib.Path(arguments.file).read_bytes()
        opened = open_age(data, arguments.card, arguments.seed)
        kind = WORK if WORK.encode() in opened[-1000:] else RESULT
        payload, fingerprint = unseal(opened, kind)
        found = (check_work if kind == WORK else check_result)(payload, tables())
    except (Refused, KeyError, TypeError, ValueError, IndexError, AttributeError, InvalidTag, InvalidSignature) as refused:
        print(f"refused: {refused or type(refused).__name__}")
        return 1
    counts = ", ".join(f"{table} {rows}" for table, rows in sorted(found.items()))
    print(f"ok {payload['unit']['name']}: number {payload['sequence']}, key {fingerprint}; {counts}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

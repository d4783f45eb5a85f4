"""The public formats of the log, read by a script of its own: signed notes, checkpoints, proofs, receipts, tiles.

It shares no code with the product: hashlib, and Debian's cryptography for Ed25519.
"""
import base64
import hashlib
import json

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Bad(Exception):
    """What does not hold."""


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def tree_root(hashes):
    """RFC 9162, 2.1.1, over the hashes of the leaves."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(tree_root(hashes[:k]), tree_root(hashes[k:]))


class Verifier:
    """A verifier key: name+id+base64(type, key)."""

    def __init__(self, text):
        self.name, key_id, typed = text.split("+", 2)
        typed = base64.b64decode(typed, validate=True)
        self.id = hashlib.sha256(self.name.encode() + b"\n" + typed).digest()[:4]
        if typed[0] != 1 or self.id.hex() != key_id:
            raise Bad("verifier key")
        self.key = Ed25519PublicKey.from_public_bytes(typed[1:])

    def text_of(self, note):
        """The text of a note that this key has signed."""
        text, _, lines = note.rpartition(b"\n\n")
        text += b"\n"
        if not lines.endswith(b"\n"):
            raise Bad("no line feed at the end")
        for line in lines.decode().splitlines():
            dash, name, signature = line.split(" ")
            signature = base64.b64decode(signature, validate=True)
            if dash != "\u2014":
                raise Bad("signature line")
            if name == self.name and signature[:4] == self.id:
                try:
                    self.key.verify(signature[4:], text)
                except InvalidSignature:
                    raise Bad("signature") from None
                return text
        raise Bad("not signed")

    def checkpoint(self, note):
        """Size and root of a signed checkpoint."""
        origin, size, root = self.text_of(note).decode().split("\n")[:3]
        if origin != self.name or str(int(size)) != size:
            raise Bad("checkpoint")
        return int(size), base64.b64decode(root, validate=True)


def check_inclusion(leaf, index, size, proof, root):
    """RFC 9162, 2.1.3.2."""
    if index >= size:
        raise Bad("index")
    first, last, node = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise Bad("too long")
        if first & 1 or first == last:
            node = node_hash(step, node)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            node = node_hash(node, step)
        first, last = first >> 1, last >> 1
    if last != 0 or node != root:
        raise Bad("inclusion")


def check_consistency(before, root_before, size, root, proof):
    """RFC 9162, 2.1.4.2."""
    if before == size:
        if proof or root_before != root:
            raise Bad("consistency")
        return
    proof = list(proof)
    if before & (before - 1) == 0:
        proof.insert(0, root_before)
    first, last = before - 1, size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old = new = proof[0]
    for step in proof[1:]:
        if last == 0:
            raise Bad("too long")
        if first & 1 or first == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            new = node_hash(new, step)
        first, last = first >> 1, last >> 1
    if last != 0 or old != root_before or new != root:
        raise Bad("consistency")


def check_proof(text, entry, verifier):
    """A tlog-proof of an entry. Returns index, and size and root of the checkpoint."""
    head, _, checkpoint = text.partition(b"\n\n")
    lines = head.decode().split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1":
        raise Bad("first line")
    index = int(lines[1].removeprefix("index "))
    hashes = [base64.b64decode(line, validate=True) for line in lines[2:]]
    size, root = verifier.checkpoint(checkpoint)
    check_inclusion(leaf_hash(entry), index, size, hashes, root)
    return index, size, root


def check_receipt(text, verifier):
    """A receipt: two lines for people, the entry, an empty line, the proof. Returns the entry."""
    zh, en, entry, empty, proof = text.split(b"\n", 4)
    if empty:
        raise Bad("lines")
    index, _, _ = check_proof(proof, entry, verifier)
    data = json.loads(entry)
    filing = data["record"]["filing"]
    if int(data["index"]) != index:
        raise Bad("index")
    for line in (zh, en):
        if filing["content_digest"].encode() not in line:
            raise Bad("line for people")
    return data

"""ECDSA on P-256 with SHA-256, verified with Python's own numbers alone. Public keys and signatures as base64 of their DER."""
import base64
import binascii
import hashlib

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
BASE = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
KEY_HEAD = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")


def add(one, other):
    """Two points; None is the one at infinity."""
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % P == 0:
        return None
    slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, P) if one == other else (y2 - y1) * pow(x2 - x1, -1, P)
    x = (slope * slope - x1 - x2) % P
    return x, (slope * (x1 - x) - y1) % P


def times(factor, point):
    total = None
    while factor:
        if factor & 1:
            total = add(total, point)
        point, factor = add(point, point), factor >> 1
    return total


def read_point(der):
    if len(der) != len(KEY_HEAD) + 64 or not der.startswith(KEY_HEAD):
        return None
    x, y = (int.from_bytes(der[at:at + 32], "big") for at in (len(KEY_HEAD), len(KEY_HEAD) + 32))
    return (x, y) if x < P and y < P and (y * y - x * x * x + 3 * x - B) % P == 0 else None


def read_signature(der):
    """A SEQUENCE of two INTEGERs, shortest form."""
    numbers, at = [], 2
    if len(der) < 2 or der[0] != 0x30 or der[1] != len(der) - 2:
        return None
    for _ in range(2):
        if at + 2 > len(der) or der[at] != 2 or at + 2 + der[at + 1] > len(der):
            return None
        numbers.append(int.from_bytes(der[at + 2:at + 2 + der[at + 1]], "big"))
        at += 2 + der[at + 1]
    return numbers if at == len(der) and all(0 < number < N for number in numbers) else None


def verify(key, message, signature):
    try:
        point, numbers = read_point(base64.b64decode(key, validate=True)), read_signature(base64.b64decode(signature, validate=True))
    except (binascii.Error, TypeError, ValueError):
        return False
    if point is None or numbers is None:
        return False
    r, s = numbers
    inverse, hashed = pow(s, -1, N), int.from_bytes(hashlib.sha256(message).digest(), "big")
    sum_ = add(times(hashed * inverse % N, BASE), times(r * inverse % N, point))
    return sum_ is not None and sum_[0] % N == r

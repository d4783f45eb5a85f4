"""HTTP/2 by hand, for peers that misbehave: frames, HPACK and gRPC's prefix, with nothing checked that is sent.

Numbers are those of RFC 9113 and RFC 7541. Received header blocks are decoded with a header table of size 0, which the
peer asks for in its SETTINGS, so that the static table and the Huffman code are all there is.
"""
import select
import socket
import ssl
import time

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
END_STREAM, ACK, END_HEADERS = 1, 1, 4
(NO_ERROR, PROTOCOL_ERROR, INTERNAL_ERROR, FLOW_CONTROL_ERROR, SETTINGS_TIMEOUT, STREAM_CLOSED, FRAME_SIZE_ERROR,
 REFUSED_STREAM, CANCEL, COMPRESSION_ERROR, CONNECT_ERROR, ENHANCE_YOUR_CALM) = range(12)

STATIC = {8: (":status", "200"), 9: (":status", "204"), 10: (":status", "206"), 11: (":status", "304"),
          12: (":status", "400"), 13: (":status", "404"), 14: (":status", "500"), 28: ("content-length", ""),
          31: ("content-type", ""), 33: ("date", ""), 54: ("server", "")}
# Bits of each byte's Huffman code; the codes themselves follow from these, shorter first, then by byte.
HUFFMAN_BITS = [
    13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28,
    28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12,
    10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, 15, 5, 6,
    5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28]


def huffman_codes():
    codes, code, previous = {}, 0, 5
    for bits, byte in sorted((bits, byte) for byte, bits in enumerate(HUFFMAN_BITS) if bits <= 15):
        code <<= bits - previous
        codes[(bits, code)] = byte
        code, previous = code + 1, bits
    return codes


HUFFMAN = huffman_codes()


def huffman_decode(data):
    out, code, bits = bytearray(), 0, 0
    for byte in data:
        for shift in range(7, -1, -1):
            code, bits = code << 1 | byte >> shift & 1, bits + 1
            if (bits, code) in HUFFMAN:
                out.append(HUFFMAN[(bits, code)])
                code, bits = 0, 0
    return bytes(out)


def write_int(value, bits, first=0):
    limit = (1 << bits) - 1
    if value < limit:
        return bytes([first | value])
    out, value = bytearray([first | limit]), value - limit
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out) + bytes([value])


def read_int(data, at, bits):
    limit = (1 << bits) - 1
    value, at = data[at] & limit, at + 1
    if value < limit:
        return value, at
    shift = 0
    while True:
        value += (data[at] & 127) << shift
        shift, at = shift + 7, at + 1
        if not data[at - 1] & 128:
            return value, at


def read_text(data, at):
    is_huffman = bool(data[at] & 128)
    n, at = read_int(data, at, 7)
    text = data[at:at + n]
    return (huffman_decode(text) if is_huffman else text).decode("latin-1"), at + n


def decode_headers(data):
    fields, at = {}, 0
    while at < len(data):
        if data[at] & 0x80:
            index, at = read_int(data, at, 7)
            name, value = STATIC[index]
        elif data[at] & 0xE0 == 0x20:
            _, at = read_int(data, at, 5)
            continue
        else:
            index, at = read_int(data, at, 6 if data[at] & 0x40 else 4)
            if index:
                name = STATIC[index][0]
            else:
                name, at = read_text(data, at)
            value, at = read_text(data, at)
        fields[name] = value
    return fields


def literal(name, value, kind=0):
    """A literal field; kind 0x40 enters it into the table, 0 does not."""
    name, value = (text.encode("latin-1") if isinstance(text, str) else text for text in (name, value))
    return bytes([kind]) + write_int(len(name), 7) + name + write_int(len(value), 7) + value


def block(*fields):
    return b"".join(literal(name, value) for name, value in fields)


def request_fields(path="/jixiao.v1.SystemService/Ping", **changes):
    """A good request's fields; a change is a new value, None leaves one out. Underscores stand for dashes."""
    fields = {":method": "POST", ":scheme": "http", ":path": path, ":authority": "localhost",
              "content-type": "application/grpc", "te": "trailers"}
    for name, value in changes.items():
        name = {"method": ":method", "scheme": ":scheme", "authority": ":authority"}.get(name, name.replace("_", "-"))
        fields[name] = value
    return [(name, value) for name, value in fields.items() if value is not None]


def frame(kind, flags, stream, payload=b"", length=None):
    n = len(payload) if length is None else length
    return n.to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def settings(*pairs):
    return frame(SETTINGS, 0, 0, b"".join(key.to_bytes(2, "big") + value.to_bytes(4, "big") for key, value in pairs))


def message(payload=b"", flag=0, length=None):
    n = len(payload) if length is None else length
    return bytes([flag]) + n.to_bytes(4, "big") + payload


class Peer:
    """A connection and what arrived on it: headers and data of each stream, resets, GOAWAY, the end."""

    def __init__(self, port, context=None, hello=PREFACE + settings((1, 0))):
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if context is not None:
            self.socket = context.wrap_socket(self.socket, server_hostname="localhost")
        self.headers, self.data, self.resets, self.ended = {}, {}, {}, set()
        self.goaway, self.is_closed, self.n_pongs = None, False, 0
        self.buffer = b""
        self.next_stream = 1
        if hello:
            self.send(hello)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        """Sends as much as possible; stops when the daemon has closed the connection or does not read."""
        self.socket.settimeout(5)
        try:
            self.socket.sendall(data)
        except (OSError, ssl.SSLError):
            self.is_closed = True

    def poll(self, seconds=0.0):
        """Reads the bytes that have arrived."""
        pending = isinstance(self.socket, ssl.SSLSocket) and self.socket.pending()
        if not pending and not select.select([self.socket], [], [], seconds)[0]:
            return
        self.socket.settimeout(5)
        try:
            data = self.socket.recv(1 << 18)
        except (OSError, ssl.SSLError):
            data = b""
        if not data:
            self.is_closed = True
        self.buffer += data
        while len(self.buffer) >= 9:
            n = 9 + int.from_bytes(self.buffer[:3], "big")
            if len(self.buffer) < n:
                return
            one, self.buffer = self.buffer[:n], self.buffer[n:]
            self.take(one[3], one[4], int.from_bytes(one[5:9], "big"), one[9:])

    def take(self, kind, flags, stream, payload):
        if kind == HEADERS:
            self.headers.setdefault(stream, {}).update(decode_headers(payload))
        elif kind == DATA:
            self.data[stream] = self.data.get(stream, b"") + payload
        elif kind == RST_STREAM:
            self.resets[stream] = int.from_bytes(payload, "big")
            self.ended.add(stream)
        elif kind == PING and flags & ACK:
            self.n_pongs += 1
        elif kind == GOAWAY:
            self.goaway = int.from_bytes(payload[4:8], "big")
        if kind in (HEADERS, DATA) and flags & END_STREAM:
            self.ended.add(stream)

    def until(self, condition, seconds):
        """Reads until the condition holds, the daemon closes the connection, or the time is over; returns whether it holds."""
        end = time.monotonic() + seconds
        while not condition() and not self.is_closed and time.monotonic() < end:
            self.poll(max(0.0, min(0.2, end - time.monotonic())))
        return condition()

    def catch_up(self, seconds=5):
        """Waits until the daemon has seen all that was sent."""
        n = self.n_pongs
        self.send(frame(PING, 0, 0, b"catch up"))
        self.until(lambda: self.n_pongs > n or self.goaway is not None, seconds)

    def open(self, fields=None, flags=END_HEADERS, extra=b""):
        """Starts a stream with a request's headers; returns its id."""
        stream, self.next_stream = self.next_stream, self.next_stream + 2
        self.send(frame(HEADERS, flags, stream, block(*(fields or request_fields())) + extra))
        return stream

    def call(self, path="/jixiao.v1.SystemService/Ping", body=None, seconds=5, **changes):
        """A whole unary call; returns the fields of response and trailer."""
        stream = self.open(request_fields(path, **changes))
        self.send(frame(DATA, END_STREAM, stream, message() if body is None else body))
        self.until(lambda: stream in self.ended, seconds)
        return self.headers.get(stream, {})

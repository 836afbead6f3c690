# An answer of the forked child that is no heap: records as in shared/model/python-heap-stream.ts, `JSON` and columns.
def tell(tag, payload):
    LINK.sendall(tag + len(payload).to_bytes(4, "little") + payload)


def tell_end():
    tell(b"END ", bytes(16))


def encoded(value):
    """JSON in ASCII, of plain values alone. json is not imported: the program may have one of its own."""
    cls = type(value)
    if value is None:
        return "null"
    if cls is bool:
        return "true" if value else "false"
    if cls is int:
        return str(value)
    if cls is str:
        return quoted(value)
    if cls is float:
        return "%.6f" % value
    if cls is dict:
        return "{%s}" % ",".join(["%s:%s" % (quoted(key), encoded(each)) for key, each in value.items()])
    return "[%s]" % ",".join(map(encoded, value))


def quoted(text):
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return '"%s"' % text
    units = text.encode("utf-16-le", "surrogatepass")
    parts = []
    for at in range(0, len(units), 2):
        unit = units[at] | units[at + 1] << 8
        parts.append(chr(unit) if 31 < unit < 127 and unit != 34 and unit != 92 else "\\u%04x" % unit)
    return '"%s"' % "".join(parts)

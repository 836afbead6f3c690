# An object as a short text, without running any code of the target.
LONGEST_VALUE = 200
MOST_PARTS = 6


def value_text(value, depth=0):
    cls = type(value)
    if cls in (str, bytes, bytearray):
        text = repr(value[:80])
        return text if len(value) <= 80 else "%s… (%d)" % (text, len(value))
    if cls is int:
        return str(value) if value.bit_length() < 200 else "<int of %d bits>" % value.bit_length()
    if cls in (float, complex, bool) or value is None or value is Ellipsis:
        return repr(value)
    if cls in BRACKETS and depth < 2:
        return container_text(value, cls, depth)
    if cls is FUNCTION:
        return "<function %s>" % value.__qualname__
    if cls is MODULE:
        return "<module %s>" % value_text(attributes_of(value).get("__name__"), 2)
    if issubclass_of_type(mro_of(cls) or ()):
        return "<class %s>" % type_name(value)
    return "<%s at 0x%x>" % (type_name(cls), id(value))


BRACKETS = {list: "[%s]", tuple: "(%s)", set: "{%s}", frozenset: "frozenset({%s})", dict: "{%s}"}


def container_text(value, cls, depth):
    parts = []
    for part in value.items() if cls is dict else value:
        if len(parts) == MOST_PARTS:
            parts.append("… (%d)" % len(value))
            break
        parts.append(": ".join([value_text(each, depth + 1) for each in part]) if cls is dict else value_text(part, depth + 1))
    return BRACKETS[cls] % ", ".join(parts)

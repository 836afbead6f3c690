# From objects to what they refer to, each reference with a name.
from _collections import defaultdict
from itertools import repeat
from _operator import is_, itemgetter, sub

get_referents = gc.get_referents
DOUBLE = (2).__mul__
FIRST = itemgetter(0)
# Types of the references of an object with its attributes in itself, by how many there are; the last is its class.
INLINE = [bytes((PROPERTY,)) * (count - 1) + bytes((INTERNAL,)) for count in range(300)]
STR_ONLY = {str}
DICT_ONLY = {dict}


class Edges:
    """References of one record: parallel `types`, `names`, `kids`; `counts` per object."""

    def __init__(self, row, many):
        self.row = row
        self.many = many
        self.types = bytearray()
        self.names = array("I")
        self.kids = []
        self.counts = array("I")

    def add(self, kind, name, kid):
        self.types.append(kind)
        self.names.append(name if kind in (ELEMENT, HIDDEN) else self.row(name))
        self.kids.append(kid)


def sequences(group, edges, kind):
    edges.kids = list(chain.from_iterable(group))
    edges.counts = array("I", map(len, group))
    edges.names = array("I", chain.from_iterable(map(range, edges.counts)))
    edges.types = bytes((ELEMENT,)) * len(edges.kids)


def dictionaries(group, edges, kind):
    """Key, value, key, value, …"""
    keys = list(chain.from_iterable(group))
    names = array("I", (edges.row("<key>"),)) * (2 * len(keys))
    names[1::2] = key_rows(edges, keys)
    edges.names = names
    edges.kids = keys + keys
    edges.kids[0::2] = keys
    edges.kids[1::2] = chain.from_iterable(map(dict.values, group))
    edges.types = bytes((INTERNAL, PROPERTY)) * len(keys)
    edges.counts = array("I", map(DOUBLE, map(len, group)))


def key_rows(edges, keys):
    if not STR_ONLY.issuperset(map(type, keys)):
        return array("I", [edges.row(key_name(key)) for key in keys])
    return edges.many(keys if plain_text is None else list(map(plain_text, keys)))


def instances(group, edges, kind):
    """Objects of classes written in Python, without slots and without a built-in base."""
    cls = (kind.cls,) if sys.version_info >= (3, 9) else ()
    found = list(map(get_referents, group))
    tables = list(map(kind.dictionary, group))
    if not DICT_ONLY.issuperset(map(type, tables)):
        return anything(group, edges, kind)
    widths = set(map(sub, map(len, found), map(len, tables)))
    first = set(map(is_, map(FIRST, found), tables)) if all(found) else None
    if first == {True} and {1 + len(cls)}.issuperset(map(len, found)):
        width = 1 + len(cls)
        edges.kids = list(chain.from_iterable(found))
        edges.names = array("I", [edges.row("__dict__"), edges.row("__class__")][:width]) * len(group)
        edges.types = bytes((INTERNAL,)) * len(edges.kids)
        edges.counts = array("I", (width,)) * len(group)
    elif first == {False} and widths == {len(cls)}:
        # Attributes that lie in the object itself: it has a dict only now that we asked for it.
        edges.kids = list(chain.from_iterable(map(chain, map(dict.values, tables), repeat(cls))))
        keys = list(chain.from_iterable(map(chain, tables, repeat(("__class__",)[: len(cls)]))))
        edges.names = key_rows(edges, keys)
        edges.counts = array("I", map(len, found))
        edges.types = b"".join(map(INLINE.__getitem__, edges.counts)) if max(edges.counts) < len(INLINE) else b"".join(
            [bytes((PROPERTY,)) * (count - 1) + bytes((INTERNAL,)) for count in edges.counts])
    else:
        mixed_instances(group, edges, kind, found, tables)


def mixed_instances(group, edges, kind, found, tables):
    cls = kind.cls
    for one, referents, names in zip(group, found, tables):
        before = len(edges.kids)
        inline = id(names) not in map(id, referents)
        count = len(names) if inline else 0
        if count:
            edges.names.extend(key_rows(edges, list(names)))
            edges.kids += names.values()
            edges.types += bytes((PROPERTY,)) * count
        rest = referents
        if inline:
            if len(referents) == count + 1 and referents[-1] is cls:
                edges.add(INTERNAL, "__class__", cls)
                rest = ()
            elif len(referents) == count:
                rest = ()
            else:
                held = set(map(id, names.values()))
                rest = [each for each in referents if id(each) not in held]
        for each in rest:
            if each is names:
                edges.add(INTERNAL, "__dict__", each)
            elif each is cls:
                edges.add(INTERNAL, "__class__", each)
            elif not inline and id(each) in map(id, names.values()):
                edges.add(PROPERTY, value_name(names, each), each)
            else:
                edges.add(HIDDEN, len(edges.kids) - before, each)
        edges.counts.append(len(edges.kids) - before)


def slotted(group, edges, kind):
    """Objects of classes with slots alone, all of them filled; others go the sure way."""
    columns = []
    try:
        for _, member in kind.slots:
            columns.append(list(map(member.__get__, group)))
    except Exception:
        return anything(group, edges, kind)
    last = () if sys.version_info < (3, 9) else (kind.cls,)
    width = len(columns) + len(last)
    if not {width}.issuperset(map(len, map(get_referents, group))):
        return anything(group, edges, kind)
    edges.kids = list(chain.from_iterable(zip(*columns, *[repeat(cls) for cls in last])))
    names = [edges.row(name) for name, _ in kind.slots] + [edges.row("__class__") for _ in last]
    edges.names = array("I", names) * len(group)
    edges.types = (bytes((PROPERTY,)) * len(columns) + bytes((INTERNAL,)) * len(last)) * len(group)
    edges.counts = array("I", (width,)) * len(group)


def value_name(names, value):
    for key, each in names.items():
        if each is value:
            return key_name(key)
    return "?"


def anything(group, edges, kind):
    """The sure way: whatever get_referents tells, named by who of the object's attributes is the same object."""
    for one in group:
        before = len(edges.kids)
        known = {}
        referents = get_referents(one)  # first: a function gets its `__dict__` when it is asked for
        contents(one, edges, kind, known)
        for name, value in attributes(one, kind):
            known.setdefault(id(value), (PROPERTY, name))
        if kind.cls is CODE_TYPE:
            referents = [value for _, value in attributes(one, kind) if type(value) not in PLAIN]
        elif kind.node == SHAPE and not kind_of(one).heap:
            referents = static_parts(one, known)
        names = dictionary_of(one, kind)
        if names is not None:
            if id(names) not in map(id, referents):
                for key, value in names.items():
                    known.setdefault(id(value), (PROPERTY, key_name(key)))
            known[id(names)] = (INTERNAL, "__dict__")
        for each in referents:
            known_as = known.get(id(each))
            if known_as is not None:
                if known_as[1] is not None:
                    edges.add(known_as[0], known_as[1], each)
            elif each is kind.cls:
                edges.add(INTERNAL, "__class__", each)
            else:
                edges.add(*guess(one, kind, each, len(edges.kids) - before))
        if kind.weak:
            target = kind.weak(one)
            if target is not None:
                edges.add(WEAK, "(referent)", target)
        edges.counts.append(len(edges.kids) - before)


def frames(group, edges, kind):
    """get_referents tells nothing of a frame that runs (3.11 and later)."""
    for one in group:
        before = len(edges.kids)
        told = set()
        for kind_of_edge, pairs_of in ((PROPERTY, frame_locals(one)), (INTERNAL, attributes(one, kind))):
            for name, value in pairs_of:
                edges.add(kind_of_edge, key_name(name), value)
                told.add(id(value))
        for value in get_referents(one):
            if id(value) not in told:
                edges.add(HIDDEN, len(edges.kids) - before, value)
        edges.counts.append(len(edges.kids) - before)


def arrays(group, edges, kind):
    """numpy tells the collector nothing of what its arrays hold. What a view shows belongs to its base."""
    base_of, type_of, flat_of = [dict_of(kind.array)[name].__get__ for name in ("base", "dtype", "flat")]
    for one in group:
        before = len(edges.kids)
        base, scalar = base_of(one), type_of(one)
        if base is not None:
            edges.add(PROPERTY, "base", base)
        edges.add(PROPERTY, "dtype", scalar)
        if base is None and letter_of(scalar) == "O":
            for place, value in enumerate(list(flat_of(one))):
                edges.add(ELEMENT, place, value)
        for each in get_referents(one):
            if each is not base and each is not scalar:
                edges.add(INTERNAL, "__class__" if each is kind.cls else "__dict__", each)
        edges.counts.append(len(edges.kids) - before)


def letter_of(scalar):
    for owner in mro_of(type(scalar)):
        member = dict_of(owner).get("kind")
        if member is not None:
            return member.__get__(scalar)
    return None


def contents(one, edges, kind, known):
    """What it holds as a container; `known` with no name means that the reference is told already."""
    if kind.base is not None:
        values, keys = kind.base(one)
        if keys is not None:
            for key, value in zip(keys, values):
                edges.add(PROPERTY, key_name(key), value)
                edges.add(INTERNAL, "<key>", key)
                known[id(key)] = (INTERNAL, None)
        else:
            for place, value in enumerate(values):
                edges.add(ELEMENT, place, value)
        for value in values:
            known[id(value)] = (PROPERTY, None)
    elif kind.locals is not None:
        for name, value in kind.locals(one):
            known.setdefault(id(value), (PROPERTY, name))


def dictionary_of(one, kind):
    """None where it has none: a class may hide its own behind an attribute `__dict__` of C's."""
    if kind.dictionary is None:
        return None
    try:
        names = kind.dictionary(one)
    except Exception:
        return None
    return names if type(names) is dict else None


def attributes(one, kind):
    if kind.node == SHAPE and mro_of(one) is None:
        return  # never made ready: its `__bases__` would read a null pointer
    for name, member in kind.members:
        try:
            value = member.__get__(one)
        except Exception:
            continue
        yield name, value


def guess(one, kind, each, place):
    if type(each) is dict:
        return INTERNAL, "__annotations__" if kind.cls is FUNCTION else "__dict__", each
    if kind.cls is MAPPING_PROXY:
        return INTERNAL, "mapping", each
    if kind.node == SHAPE:
        if type(each) is tuple:
            return INTERNAL, "(cache)", each
        if type(each) is MODULE:
            return INTERNAL, "(module)", each
        return INTERNAL, "(%s)" % type_name(type(each)), each
    if kind.cls is FUNCTION:
        return INTERNAL, "__doc__" if type(each) is str else "__annotations__", each
    if kind.cls is MODULE:
        return INTERNAL, "(state)", each
    return HIDDEN, place, each


def static_parts(cls, known):
    """The collector does not look into classes written in C; they live for ever."""
    parts = get_referents(dict_of(cls)) + [mro_of(cls)]
    for part in parts:
        known[id(part)] = (INTERNAL, "__dict__" if type(part) is dict else "__mro__")
    return parts


PLAIN = NUMBERS.union((type(None),))
MAPPING_PROXY = type(type.__dict__)
LOCALS = {
    "frame": frame_locals,
    "generator": lambda one: frame_locals(one.gi_frame),
    "coroutine": lambda one: frame_locals(one.cr_frame),
    "async_generator": lambda one: frame_locals(one.ag_frame),
}


def weak_target(cls, owners):
    import _weakref

    return _weakref.ref.__call__ if any(owner is _weakref.ref for owner in owners) else None


KINDS = {}


def kind_of(cls):
    kind = KINDS.get(id(cls))
    if kind is None:
        kind = KINDS[id(cls)] = Kind(cls)
        kind.locals = LOCALS.get(kind.name) if not kind.heap or kind.name in LOCALS else None
        kind.weak = weak_target(cls, mro_of(cls) or ())
        kind.edges = way_of(kind)
    return kind


def way_of(kind):
    cls = kind.cls
    if cls in (list, tuple, set, frozenset):
        return sequences
    if cls is dict:
        return dictionaries
    if cls is FRAME:
        return frames
    for owner in mro_of(cls) or ():
        if type_name(owner) == "numpy.ndarray" and not flags_of(owner) & HEAP_TYPE:
            kind.array = owner
            return arrays
    kind.slots = [each for each in kind.members if each[0] != "__weakref__"]
    if kind.heap and kind.base is None and kind.locals is None and not kind.weak and kind.node == OBJECT:
        if kind.dictionary is None and kind.slots:
            return slotted
        if kind.dictionary is not None and not kind.slots:
            return instances
    return anything

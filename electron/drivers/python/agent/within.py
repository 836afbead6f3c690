# The walk in the program itself: in short slices, after each of which the program has as long again. Nothing is asked for that would come to be
# by asking: a dictionary of attributes stays with its object for good.
GROUP = 512
SLICE = 1 << 13
SIFTED = 1 << 12
# A table that is large grows at once, and holds the program up meanwhile.
MOST_ROWS_KEPT = 1 << 15
SHORTEST = 0.002
TRIED = 16
plain_attribute = object.__getattribute__
NEEDS_NO_DICTIONARY = sys.version_info >= (3, 11)
for name in SAFE:
    SAFE[name] = " ".join([each for each in SAFE[name].split() if each != "__dict__"])


def pace():
    if AGENT["walk"]["off"]:
        raise EOFError
    worked = thread_time() - SLICES[0]
    SLICES[1] = max(SLICES[1], worked)
    if worked > SHORTEST:
        sleep(worked)
        SLICES[0] = thread_time()


def restore_modules(modules):
    """There is nothing to be undone: what was brought has gone again."""


if NEEDS_NO_DICTIONARY:
    def dictionary_of(one, kind):
        return None

    def instances(group, edges, kind):
        if not hasattr(kind, "names"):
            kind.names = found_names(group[:TRIED], kind)
        for one in group:
            before = len(edges.kids)
            referents = get_referents(one)
            known = {}
            for name in kind.names:
                try:
                    known.setdefault(id(plain_attribute(one, name)), name)
                except Exception:
                    pass
            for each in referents:
                if each is kind.cls:
                    edges.add(INTERNAL, "__class__", each)
                elif id(each) in known:
                    edges.add(PROPERTY, key_name(known[id(each)]), each)
                elif type(each) is dict and known:
                    edges.add(INTERNAL, "__dict__", each)
                else:
                    edges.add(HIDDEN, len(edges.kids) - before, each)
            edges.counts.append(len(edges.kids) - before)


def found_names(some, kind):
    """Attributes that these have, by the names that their class's functions use: each is read without running any code."""
    used = set()
    for owner in mro_of(kind.cls) or ():
        for value in (dict_of(owner) or {}).values():
            if type(value) is FUNCTION:
                used.update(value.__code__.co_names)
    found = []
    for name in used:
        if not any(is_descriptor(owner, name) for owner in mro_of(kind.cls) or ()) and any(map(has(name), some)):
            found.append(name)
    return found


def has(name):
    def found(one):
        try:
            plain_attribute(one, name)
            return True
        except Exception:
            return False

    return found


def is_descriptor(owner, name):
    table = dict_of(owner) or {}
    if name not in table:
        return False
    return any("__get__" in (dict_of(each) or {}) for each in mro_of(type(table[name])) or ())

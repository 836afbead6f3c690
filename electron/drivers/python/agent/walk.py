# Every object once, in groups of one type: a group is a record, and its columns are filled by loops that run in C.
from operator import sub

GROUP = 4096
MORTAL = 1 << 30
UNREACHABLE, HELD_BY_C = 2, 4
getsizeof, getrefcount = sys.getsizeof, sys.getrefcount


class Walk:
    def __init__(self, stream):
        self.stream = stream
        self.seen = set()
        self.pending = defaultdict(list)
        # References to an object that only `pending` holds, as getrefcount sees them from map.
        self.ours = list(map(getrefcount, [object()]))[0]

    def find(self, kids, ids):
        """Puts what was not met before on the heap of work."""
        seen = self.seen
        fresh = {key: kid for key, kid in zip(ids, kids) if key not in seen}
        if fresh:
            seen.update(fresh)
            pending = self.pending
            kids = list(fresh.values())
            for cls, kid in zip(map(id, map(type, kids)), kids):
                pending[cls].append(kid)

    def drain(self, flags):
        """Writes everything that is pending and what it leads to. `flags` is for each node."""
        pending = self.pending
        while pending:
            cls = max(pending, key=lambda each: len(pending[each]))
            group = pending[cls]
            if len(group) > GROUP:
                rest = group[GROUP:]
                del group[GROUP:]
                pending[cls] = rest
            else:
                del pending[cls]
            self.write(group, flags)

    def once(self, flags):
        """Only what is pending now."""
        for cls in list(self.pending):
            self.write(self.pending.pop(cls), flags)

    def write(self, group, flags):
        kind = kind_of(type(group[0]))
        leaves = kind.cls in LEAVES
        tracked = bytes(map(gc.is_tracked, group))
        if flags:
            tracked = tracked.translate(bytes(min(255, flags | bit) for bit in range(256)))
        columns = [
            array("Q", map(id, group)),
            bytes((kind.node,)) * len(group),
            self.names(group, kind),
            sizes(group, kind),
            self.references(group),
            tracked,
        ]
        if leaves:
            self.stream.put(columns)
            return
        edges = Edges(self.stream.row)
        kind.edges(group, edges, kind)
        targets = array("Q", map(id, edges.kids))
        columns.append(edges.counts)
        self.find(edges.kids, targets)
        self.stream.put(columns, (edges.types, edges.names, targets))

    def names(self, group, kind):
        row = self.stream.row
        if kind.cls is str:
            return array("I", map(row, group))
        if kind.node in (CLOSURE, CODE, SHAPE) or kind.cls is MODULE or kind.cls is FRAME:
            return array("I", [row(own_name(one, kind)) for one in group])
        return array("I", (row(kind.name),)) * len(group)

    def references(self, group):
        counts = list(map(sub, map(getrefcount, group), repeat(self.ours)))
        if max(counts) >= MORTAL or min(counts) < 0:
            counts = [count if 0 <= count < MORTAL else 0 for count in counts]
        return array("I", counts)


def sizes(group, kind):
    if kind.exact_size:
        try:
            return array("Q", map(getsizeof, group))
        except Exception:
            pass
    return array("Q", [plain_size(one) for one in group])


def plain_size(one):
    # A `__sizeof__` of the target's own is not run.
    try:
        return object.__sizeof__(one) + (16 if gc.is_tracked(one) else 0)
    except Exception:
        return 0


def own_name(one, kind):
    if kind.node == SHAPE:
        return type_name(one)
    if kind.cls is FUNCTION:
        name = one.__qualname__
    elif kind.cls is CODE_TYPE:
        name = one.co_name
    elif kind.cls is FRAME:
        return frame_name(one)
    else:
        name = MODULE_DICT(one).get("__name__")
        return "module %s" % (name if type(name) is str else "?")
    return name if type(name) is str else "?"


MODULE_DICT = MODULE.__dict__["__dict__"].__get__


def frame_name(frame):
    code = frame.f_code
    return "%s (%s:%d)" % (getattr(code, "co_qualname", code.co_name), code.co_filename.rpartition("/")[2], frame.f_lineno or 0)

# Every object once, in groups of one type: a group is a record, and its columns are filled by loops that run in C.
from itertools import compress
from operator import sub

GROUP = 4096
MOST_LIMITS = 10000
MORTAL = 1 << 30
UNREACHABLE, HELD_BY_C = 2, 4
getsizeof, getrefcount = sys.getsizeof, sys.getrefcount


class Walk:
    def __init__(self, stream):
        self.stream = stream
        self.seen = set()
        self.skipped = 0
        self.complaint = None
        self.pending = defaultdict(list)
        # [address, how many entries it may have] of collections that have a bound.
        self.limits = []
        # References to an object that only `pending` holds, as getrefcount sees them from map.
        self.ours = list(map(getrefcount, [object()]))[0]

    def find(self, kids, ids):
        """Puts what was not met before on the heap of work. `ids`: of `kids`, gone through more than once."""
        fresh = set(ids) - self.seen  # this way round: the small one is gone through
        if fresh:
            self.seen |= fresh
            pending = self.pending
            kids = list(compress(kids, map(fresh.__contains__, ids)))
            if len(kids) > len(fresh):
                kids = list(dict(zip(map(id, kids), kids)).values())
            types = list(map(id, map(type, kids)))
            kinds = set(types)
            if len(kinds) <= 3:
                for cls in kinds:
                    pending[cls].extend(compress(kids, map(cls.__eq__, types)))
            else:
                any(map(list.append, map(pending.__getitem__, types), kids))

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
            self.attempt(group, flags)

    def once(self, flags):
        """Only what is pending now."""
        for cls in list(self.pending):
            self.attempt(self.pending.pop(cls), flags)

    def attempt(self, group, flags):
        """A group whose type cannot be read is left out; a broken connection ends the walk."""
        try:
            self.write(group, flags)
        except OSError:
            raise
        except Exception as error:
            self.complain(len(group), group[0], error)

    def complain(self, count, one, error):
        self.skipped += count
        self.complaint = "%s: %s: %s" % (type_name(type(one)), type(error).__name__, error)

    def write(self, group, flags):
        """An object that cannot be read is sent without its references, and counted."""
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
        if kind.name in LIMITS:
            self.bounds(group, LIMITS[kind.name])
        edges = Edges(self.stream.row, self.stream.many)  # after the reference counts were taken: it holds what it names
        try:
            kind.edges(group, edges, kind)
        except Exception as error:
            if len(group) > 1:
                for each in group:
                    self.attempt([each], flags)
                return
            self.complain(1, group[0], error)
            edges = Edges(self.stream.row, self.stream.many)
            edges.counts.append(0)
        ids = list(map(id, edges.kids))
        columns.append(edges.counts)
        self.find(edges.kids, ids)
        self.stream.put(columns, (edges.types, edges.names, array("Q", ids)))

    def bounds(self, group, limit_of):
        for one in group[: MOST_LIMITS - len(self.limits)]:
            try:
                limit = limit_of(one)
            except Exception:
                continue
            if type(limit) is int and 0 <= limit < 1 << 53:
                self.limits.append([id(one), limit])

    def names(self, group, kind):
        row = self.stream.row
        if kind.cls is str:
            return self.stream.many(group if plain_text is None else list(map(plain_text, group)))
        if kind.node in (CLOSURE, CODE, SHAPE) or kind.cls is MODULE or kind.cls is FRAME or kind.cls is TRACEBACK:
            return array("I", [row(own_name(one, kind)) for one in group])
        return array("I", (row(kind.name),)) * len(group)

    def references(self, group):
        counts = list(map(sub, map(getrefcount, group), repeat(self.ours)))
        if max(counts) >= MORTAL or min(counts) < 0:
            counts = [count if 0 <= count < MORTAL else 0 for count in counts]
        return array("I", counts)


def sizes(group, kind):
    if kind.name == "mmap.mmap":
        return array("Q", map(mapped_size, group))
    if kind.exact_size:
        try:
            return array("Q", map(getsizeof, group))
        except Exception:
            pass
    return array("Q", [plain_size(one) for one in group])


def mapped_size(one):
    """With the memory that belongs to no file. The object begins with the address of its mapping, and its size."""
    own = getsizeof(one)
    try:
        size = len(one)
        place, told = words_at(id(one) + object.__basicsize__)
        return own + size if told == size and is_anonymous(place) else own
    except Exception:
        return own


def words_at(address):
    memory = posix.open("/proc/self/mem", posix.O_RDONLY)
    try:
        return memoryview(posix.pread(memory, 16, address)).cast("N")
    finally:
        posix.close(memory)


def is_anonymous(address):
    maps = posix.open("/proc/self/maps", posix.O_RDONLY)
    text = b"".join(iter(lambda: posix.read(maps, 1 << 16), b""))
    posix.close(maps)
    for line in text.splitlines():
        words = line.split(None, 5)
        start, end = [int(each, 16) for each in words[0].split(b"-")]
        if start <= address < end:
            return len(words) < 6 or words[5][:1] == b"[" or words[5][:10] == b"/dev/zero "
    return False


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
        name = "%s (%s:%d)" % (one.co_name, one.co_filename.rpartition("/")[2], one.co_firstlineno)
    elif kind.cls is FRAME:
        return frame_name(one)
    elif kind.cls is TRACEBACK:  # where it was raised: the frame may have gone on since
        return "traceback (%s:%d)" % (one.tb_frame.f_code.co_filename.rpartition("/")[2], one.tb_lineno or 0)
    else:
        name = MODULE_DICT(one).get("__name__")
        return "module %s" % (name if type(name) is str else "?")
    return name if type(name) is str else "?"


MODULE_DICT = MODULE.__dict__["__dict__"].__get__


def frame_name(frame):
    code = frame.f_code
    return "%s (%s:%d)" % (getattr(code, "co_qualname", code.co_name), code.co_filename.rpartition("/")[2], frame.f_lineno or 0)

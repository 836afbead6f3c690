# Every object once, in groups of one type: a group is a record, and its columns are filled by loops that run in C.
from itertools import compress
from _operator import not_, sub

GROUP = 4096
# So many at a time are sorted by type, and gone through for the second time; they stay in the processor's cache.
SLICE = 1 << 16
SIFTED = 1 << 13
MOST_LIMITS = 10000
MORTAL = 1 << 30
getsizeof, getrefcount, is_tracked = sys.getsizeof, sys.getrefcount, gc.is_tracked
OPPOSITE = bytes((1, 0)) + bytes(254)
LEAF_IDS = frozenset(map(id, LEAVES))


class Walk:
    """
    All that the collector tracks, and what it leads to. Whom a root reaches is not asked here: the reader of the stream finds
    that out, so nothing has to be remembered of the objects that the collector lists once each anyway.
    """

    def __init__(self, stream, tracked):
        self.stream = stream
        # Addresses of what is in no list of the collector's, neither text nor number, and of frames.
        self.seen = set()
        self.skipped = 0
        self.complaint = None
        self.pending = defaultdict(list)
        # What the collector does not track, any number of times each.
        self.untracked = []
        # [address, how many entries it may have] of collections that have a bound.
        self.limits = []
        # References to an object that only `pending` holds, as getrefcount sees them from map.
        self.ours = list(map(getrefcount, [object()]))[0]
        while tracked:
            self.sort(tracked[-SLICE:])
            del tracked[-SLICE:]
            pace()
        self.seen.update(map(id, self.pending.get(id(FRAME), ())))

    def find(self, kids, made=False):
        """Notes what the collector's list does not tell. `made`: a frame may be one that came to be when it was asked for."""
        tracked = bytes(map(is_tracked, kids))
        if 0 in tracked:
            self.untracked.extend(compress(kids, tracked.translate(OPPOSITE)))
        if made:
            self.follow([each for each in compress(kids, tracked) if type(each) is FRAME])

    def follow(self, kids):
        fresh = dict(zip(map(id, kids), kids))
        for known in self.seen.intersection(fresh):
            del fresh[known]
        if fresh:
            self.seen.update(fresh)
            self.sort(list(fresh.values()))

    def sort(self, kids):
        any(map(list.append, map(self.pending.__getitem__, map(id, map(type, kids))), kids))

    def sift(self):
        """Texts and numbers are most of a heap: one that comes again after thousands of others is told again, not remembered."""
        kids = dict(zip(map(id, self.untracked), self.untracked)).values()
        self.untracked = []
        groups = defaultdict(list)
        any(map(list.append, map(groups.__getitem__, map(id, map(type, kids))), kids))
        del kids
        for cls in LEAF_IDS.intersection(groups):
            group = groups.pop(cls)
            for at in range(0, len(group), GROUP):
                self.attempt(group[at:at + GROUP])
        for group in groups.values():
            self.follow(group)

    def drain(self):
        """Writes everything that is pending and what it leads to: objects of the program's classes before what they are made of."""
        while self.pending or self.untracked:
            groups = sorted(self.pending.values(), key=of_the_program)
            self.pending.clear()
            while groups:
                group = groups.pop()
                while group:
                    part = group[-GROUP:]
                    del group[-GROUP:]
                    self.attempt(part)
                    pace()
                    if len(self.untracked) > SIFTED:
                        self.sift()
            self.sift()

    def attempt(self, group):
        """A group whose type cannot be read is left out; a broken connection ends the walk."""
        try:
            self.write(group)
        except OSError:
            raise
        except Exception as error:
            self.complain(len(group), group[0], error)

    def complain(self, count, one, error):
        self.skipped += count
        self.complaint = "%s: %s: %s" % (type_name(type(one)), type(error).__name__, error)

    def write(self, group):
        """An object that cannot be read is sent without its references, and counted."""
        kind = kind_of(type(group[0]))
        leaves = kind.cls in LEAVES
        references = self.references(group)
        if references is None:
            return
        tracked = bytes(map(gc.is_tracked, group))
        columns = [
            addresses(group),
            bytes((kind.node,)) * len(group),
            self.names(group, kind),
            sizes(group, kind),
            references,
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
                    self.attempt([each])
                return
            self.complain(1, group[0], error)
            edges = Edges(self.stream.row, self.stream.many)
            edges.counts.append(0)
        columns.append(edges.counts)
        self.find(edges.kids, made=kind.cls is FRAME)
        self.stream.put(columns, (edges.types, edges.names, addresses(edges.kids)))

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
            return self.stream.each(group if plain_text is None else list(map(plain_text, group)))
        if kind.node in (CLOSURE, CODE, SHAPE) or kind.cls is MODULE or kind.cls is FRAME or kind.cls is TRACEBACK:
            return array("I", [row(own_name(one, kind)) for one in group])
        return array("I", (row(kind.name),)) * len(group)

    def references(self, group):
        """None where nothing is left of the group: what nobody but the walk holds was ours, and is taken out."""
        counts = list(map(sub, map(getrefcount, group), repeat(self.ours)))
        if max(counts) >= MORTAL or min(counts) <= 0:
            group[:] = compress(group, map((0).__lt__, counts))
            counts = [count if count < MORTAL else 0 for count in counts if count > 0]
        return array("I", counts) if counts else None


def pace():
    """Where the program waits for the walk it has its turn here (`within.py`)."""


def of_the_program(group):
    cls = type(group[0])
    return 1 if cls is type else flags_of(cls) & HEAP_TYPE


def sizes(group, kind):
    if kind.cls in LEAVES:  # not among what the collector keeps a head for
        return array("Q", map(kind.cls.__sizeof__, group))
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

# Readings that are cheap: counts, collections, what the allocators say.
gc = borrow("gc")
tracing = borrow("_tracemalloc")
clock = borrow("time").monotonic
working = borrow("time").thread_time
allocator = {"ready": None, "next": 0}


def sample(gc_wanted):
    watch(gc_wanted == "gc")
    blocks = sys.getallocatedblocks() - state["own"]
    young, middle, old = gc.get_count()
    collections = 0
    for generation in gc.get_stats():
        collections += generation["collections"]
    traced = tracing.get_traced_memory() if tracing.is_tracing() else None
    return '{"now":%.6f,"worked":%.6f,"blocks":%d,"counts":[%d,%d,%d],"collections":%d%s%s,"pauses":[%s]}' % (
        clock(), working(), blocks, young, middle, old, collections,
        '' if traced is None else ',"traced":[%d,%d]' % traced,
        allocators(),
        ",".join(["[%.6f,%.6f,%d]" % each for each in pauses_since()]),
    )


def prepare_allocators():
    # What it takes to ask glibc and pymalloc, each absent where there is no such function. pymalloc tells only
    # a FILE, so it is given one in memory.
    ctypes = borrow("_ctypes")
    address = simple("P")
    ready = {}
    try:
        if posix.uname().machine != "x86_64":
            raise NotImplementedError  # a Structure would be made by the package ctypes, which is not there
        figures = (type("Figures", (ctypes.Array,), {"_type_": simple("L"), "_length_": 10}))()
        # Returns a structure, and so has where to put it as a hidden first argument.
        asked = foreign("mallinfo2", None)

        def mallinfo():
            asked(figures)
            return [figures[7] + figures[4], figures[8]]

        ready["malloc"] = mallinfo
    except Exception:
        pass
    try:
        # Only where jemalloc has taken malloc's place: then what glibc says is of nobody.
        control, size = foreign("mallctl", simple("i")), simple("L")
        value, room = size(0), size(8)

        def statistic(name):
            if control(name, ctypes.byref(value), ctypes.byref(room), None, size(0)):
                raise ValueError
            return value.value

        def jemalloc():
            # Its figures are those of the last time that this was written to.
            control(b"epoch", None, None, ctypes.byref(size(1)), size(8))
            used = statistic(b"stats.allocated")
            return [used, max(0, statistic(b"stats.resident") - statistic(b"stats.metadata") - used)]

        jemalloc()
        ready["malloc"] = jemalloc
    except Exception:
        pass
    try:
        told = foreign("_PyObject_DebugMallocStats", None)
        buffer = (type("Text", (ctypes.Array,), {"_type_": simple("c"), "_length_": 16384}))()
        opened, closed = foreign("fmemopen", address), foreign("fclose", None)
        mode = type("Mode", (ctypes.Array,), {"_type_": simple("c"), "_length_": 2})(b"w", b"\0")

        def pymalloc():
            file = opened(buffer, 16384, mode)
            if not file:
                return None
            told(address(file))
            closed(address(file))
            text = buffer.value
            return [number_after(text, b"# bytes in allocated blocks"), number_after(text, b" bytes/arena")]

        ready["pymalloc"] = pymalloc
    except Exception:
        pass
    return ready


def number_after(text, label):
    at = text.index(label)
    return int(text[text.index(b"=", at) + 1:text.index(b"\n", at)].strip().replace(b",", b""))


def allocators():
    # At most one part in 200 of the time: both walk lists that grow with the heap. Counted in our own CPU time.
    if clock() < allocator["next"]:
        return ""
    said = ""
    if allocator["ready"] is None:
        try:
            allocator["ready"] = counted(prepare_allocators)
        except Exception:
            allocator["ready"] = {}
    start = working()
    for name, ask in list(allocator["ready"].items()):
        try:
            answer = ask()
            if answer is not None:
                said += ',"%s":[%d,%d]' % (name, answer[0], answer[1])
        except Exception:
            del allocator["ready"][name]
    allocator["next"] = clock() + min(10, 200 * (working() - start))
    return said


commands["sample"] = sample

# What is told of the target in the target itself.
gc = borrow("gc")
clock = borrow("time").monotonic
METHOD = type(type("Any", (), {"method": lambda self: None})().method)


def collect():
    return '{"found":%d}' % gc.collect()


def collector():
    numbers = lambda each: ",".join(map(str, each))
    return '{"enabled":%s,"thresholds":[%s],"counts":[%s],"frozen":%d,"garbage":%d,"debug":%d}' % (
        "true" if gc.isenabled() else "false", numbers(gc.get_threshold()), numbers(gc.get_count()),
        gc.get_freeze_count(), len(gc.garbage) if type(gc.garbage) is list else 0, gc.get_debug())


def trim():
    # Without the GIL: it takes malloc's locks one after the other and walks what is free. Absent in musl.
    ctypes = borrow("_ctypes")
    kind = type("Function", (ctypes.CFuncPtr,), {"_flags_": ctypes.FUNCFLAG_CDECL, "_restype_": simple("i")})
    return '{"trimmed":%d}' % kind(ctypes.dlsym(ctypes.dlopen(None, 0), "malloc_trim"))(simple("L")(0))


def count():
    # Where memory is too short for a fork: the GIL is held all the while, 8 bytes an object are taken for it.
    start = clock()
    counts, kinds, total = {}, {}, 0
    for cls in map(type, gc.get_objects()):
        key = id(cls)
        if key in counts:
            counts[key] += 1
        else:
            counts[key] = 1
            kinds[key] = cls
        total += 1
    paused = (clock() - start) * 1000
    most = sorted(counts.items(), key=lambda each: -each[1])[:2000]
    types = ",".join(["[%s,%d]" % (quoted(class_name(kinds[key])), number) for key, number in most])
    return '{"total":%d,"pause":%.3f,"types":[%s]}' % (total, paused, types)


def class_name(cls):
    module, name = type.__dict__["__module__"].__get__(cls), type.__dict__["__qualname__"].__get__(cls)
    return name if type(module) is not str or module == "builtins" else "%s.%s" % (module, name)


def quoted(text):
    return '"%s"' % text[:300].encode("ascii", "replace").decode().replace("\\", "?").replace('"', "?")


def starts():
    # Of each thread that `threading` knows: its number, its name, where the function that it runs was written. Read
    # from dictionaries and code objects alone: no code of the target runs.
    module = sys.modules.get("threading")
    names = module.__dict__ if type(module) is type(sys) else {}
    base, active = names.get("Thread"), names.get("_active")
    if type(base) is not type or type(active) is not dict:
        return '{"threads":[]}'
    inside = type.__dict__["__dict__"].__get__
    told = []
    for one in list(active.values())[:2000]:
        try:
            about = inside(base)["__dict__"].__get__(one)
            number, name, target = about.get("_native_id"), about.get("_name"), about.get("_target")
            if type(number) is not int or type(name) is not str:
                continue
            if target is None:
                order = type.__dict__["__mro__"].__get__(type(one))
                target = next((inside(cls)["run"] for cls in order if cls is not base and "run" in inside(cls)), None)
            told.append('[%d,%s,%s]' % (number, quoted(name), quoted(written(target))))
        except Exception:
            pass
    return '{"threads":[%s]}' % ",".join(told)


def written(target):
    """file!function of what a thread runs; an empty text where that is not known."""
    if type(target) is type(sys.settrace):
        return "(built-in)!" + target.__name__
    if type(target) is METHOD:
        target = target.__func__
    if type(target) is not type(starts):
        return ""
    code = target.__code__
    return "%s!%s" % (code.co_filename.rpartition("/")[2], target.__qualname__)


commands.update(collect=collect, collector=collector, trim=trim, count=count, starts=starts)

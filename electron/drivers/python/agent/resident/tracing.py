# tracemalloc, started and stopped.
tracing = borrow("_tracemalloc")
clock = borrow("time").monotonic
rest = borrow("time").sleep
# `left`: what serves memory while the tracing is ours, one entry for each state that we leave it in. `plain`: what would if the target had
# begun it. Both None where C cannot be called.
traced = {"ours": False, "until": None, "most": None, "ended": "", "raw": None, "left": None, "plain": None}
# CPython issue 128679: stop() frees what a thread needs that allocates without the GIL and waits for it inside
# tracemalloc. One such thread is enough to crash the target: before 3.12.9 and 3.13.2 often, in 3.14 seldom.
STOP_CRASHES = getattr(sys, "_is_gil_enabled", lambda: True)()
# PYMEM_DOMAIN_RAW, PYMEM_DOMAIN_MEM, PYMEM_DOMAIN_OBJ
DOMAINS = 0, 1, 2


def trace(what, *words):
    # What the target traces itself is never stopped or restarted.
    if what == "start" and not tracing.is_tracing():
        start_tracing(*map(float, words))
    elif what == "stop":
        end_tracing("")
        if traced["ours"]:
            raise OSError("covered")
    if traced["ours"] and taken_over():
        forget_tracing()
    now, peak = tracing.get_traced_memory()
    return '{"tracing":%s,"ours":%s,"frames":%d,"traced":%d,"peak":%d,"overhead":%d,"ended":"%s"}' % (
        "true" if tracing.is_tracing() else "false", "true" if traced["ours"] else "false",
        tracing.get_traceback_limit(), now, peak, tracing.get_tracemalloc_memory(), traced["ended"])


def start_tracing(frames, seconds, most):
    in_children(end_in_child)
    before = tables()
    tracing.start(int(frames))
    plain = tables()
    traced.update(ours=True, ended="", until=clock() + seconds if seconds else None, most=most or None)
    traced.update(raw=(before[0], plain[0]) if before and STOP_CRASHES else None, plain=plain, left=plain and [marked(before, plain)])
    state["turn"] = limit_tracing if seconds or most else None


def marked(before, plain):
    # Memory for buffers is served as that for objects is, where both are the same: so ours is known from a tracing that the target begins.
    if STOP_CRASHES and before[1] == before[2]:
        put_table(1, plain[2])
    return tables()


def end_tracing(why):
    if traced["ours"]:
        if tracing.is_tracing() and not taken_over():
            if traced["raw"] and as_left():
                traced["left"] = [[None] + one[1:] for one in traced["left"]]
                let_through(*traced["raw"])
            if not as_left():
                return  # others have put theirs on top: what they serve could not be freed without them
            tracing.stop()
        forget_tracing()
        traced["ended"] = why


def forget_tracing():
    traced.update(ours=False, until=None, most=None, ended="", raw=None, left=None, plain=None)
    state["turn"] = None


def end_in_child():
    # There is no other thread that could be inside tracemalloc.
    if traced["ours"] and tracing.is_tracing() and not taken_over() and as_left():
        tracing.stop()


def taken_over():
    # The target has ended the tracing, and perhaps begun its own.
    if not tracing.is_tracing():
        return True
    return traced["plain"] is not None and traced["plain"] not in traced["left"] and tables() == traced["plain"]


def as_left():
    if traced["left"] is None:
        return True
    now = tables()
    return any(all(old is None or one == old for one, old in zip(now, left)) for left in traced["left"])


def tables():
    # What serves memory in each domain: context, malloc, calloc, realloc, free. None where C cannot be called.
    try:
        return [tuple(functions_of(domain)) for domain in DOMAINS]
    except Exception:
        return None


def functions_of(domain):
    found = table_type()()
    foreign("PyMem_GetAllocator", None)(simple("i")(domain), found)
    return found


def put_table(domain, functions):
    foreign("PyMem_SetAllocator", None)(simple("i")(domain), table_type()(*functions))


def table_type():
    if "table" not in made:
        made["table"] = type("Allocator", (borrow("_ctypes").Array,), {"_type_": simple("P"), "_length_": 5})
    return made["table"]


def let_through(before, ours):
    # No thread enters tracemalloc any more without the GIL, and those inside get it, before stop() is called.
    if tuple(functions_of(0)) != ours:
        return  # others have put theirs on top
    # Where its functions look at no context the old one stays: a thread may still read it.
    put_table(0, (before[0] if before[0] is not None else ours[0],) + before[1:])
    rest(0.25)


def limit_tracing():
    if traced["until"] is not None and clock() > traced["until"]:
        end_tracing("time")
    elif traced["most"] is not None and tracing.get_tracemalloc_memory() > traced["most"]:
        end_tracing("memory")


commands["trace"] = trace
farewells.append(lambda: end_tracing(""))

# tracemalloc, started and stopped.
tracing = borrow("_tracemalloc")
clock = borrow("time").monotonic
rest = borrow("time").sleep
traced = {"ours": False, "until": None, "most": None, "ended": "", "raw": None}
# CPython issue 128679: stop() frees what a thread needs that allocates without the GIL and waits for it inside
# tracemalloc. One such thread is enough to crash the target: before 3.12.9 and 3.13.2 often, in 3.14 seldom.
STOP_CRASHES = getattr(sys, "_is_gil_enabled", lambda: True)()


def trace(what, *words):
    # What the target traces itself is never stopped or restarted.
    if what == "start" and not tracing.is_tracing():
        frames, seconds, most = map(float, words)
        before = raw_allocator() if STOP_CRASHES else None
        tracing.start(int(frames))
        raw = before and (before, raw_allocator())
        traced.update(ours=True, raw=raw, ended="", until=clock() + seconds if seconds else None, most=most or None)
        state["turn"] = limit_tracing if seconds or most else None
    elif what == "stop":
        end_tracing("")
    if traced["ours"] and not tracing.is_tracing():
        end_tracing("")  # the target has stopped it
    now, peak = tracing.get_traced_memory()
    return '{"tracing":%s,"ours":%s,"frames":%d,"traced":%d,"peak":%d,"overhead":%d,"ended":"%s"}' % (
        "true" if tracing.is_tracing() else "false", "true" if traced["ours"] else "false",
        tracing.get_traceback_limit(), now, peak, tracing.get_tracemalloc_memory(), traced["ended"])


def end_tracing(why):
    if traced["ours"]:
        if traced["raw"] and tracing.is_tracing():
            let_through(*traced["raw"])
        tracing.stop()
        traced.update(ours=False, until=None, most=None, ended=why, raw=None)
        state["turn"] = None


def raw_allocator():
    # What serves those without the GIL: context, malloc, calloc, realloc, free. None where C cannot be called.
    try:
        found = type("Allocator", (borrow("_ctypes").Array,), {"_type_": simple("P"), "_length_": 5})()
        foreign("PyMem_GetAllocator", None)(simple("i")(0), found)
        return found
    except Exception:
        return None


def let_through(before, ours):
    # No thread enters tracemalloc any more without the GIL, and those inside get it, before stop() is called.
    if not ours or list(raw_allocator() or ()) != list(ours):
        return  # others have put theirs on top
    for at in range(1, 5):
        ours[at] = before[at]
    if before[0] is not None:  # else its functions look at no context: a thread may still read the old one
        ours[0] = before[0]
    foreign("PyMem_SetAllocator", None)(simple("i")(0), ours)
    rest(0.25)


def limit_tracing():
    if traced["until"] is not None and clock() > traced["until"]:
        end_tracing("time")
    elif traced["most"] is not None and tracing.get_tracemalloc_memory() > traced["most"]:
        end_tracing("memory")


commands["trace"] = trace
farewells.append(lambda: end_tracing(""))

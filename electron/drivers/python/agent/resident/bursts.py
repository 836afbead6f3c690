# A sampling by tracemalloc: it is on, but objects and buffers are allocated past it except in short bursts. What is freed is always told
# to it, so that what it holds is alive. The context never changes, nor the functions of those without the GIL after the start: a thread that
# is just then looking at the table of functions finds a pair that fits.
sampling = {"resting": None, "tracing": None, "from": 0, "on": 0, "bursts": 0, "blocks": 0, "due": 0, "share": 1}
# PYMEM_DOMAIN_MEM, PYMEM_DOMAIN_OBJ
DOMAINS = 1, 2
# How long a burst lasts at least, seconds; the target may keep the GIL for its switch interval longer.
BURST = 0.001


def burst(what, *words):
    if what == "start":
        begin_sampling(*words)
    whole = clock() - sampling["from"]
    return '{"sampling":%s,"on":%.6f,"whole":%.6f,"bursts":%d,"blocks":%d}' % (
        "true" if sampled_still() else "false", sampling["on"], whole, sampling["bursts"],
        sys.getallocatedblocks() - state["own"] - sampling["blocks"])


def begin_sampling(frames, seconds, most, share):
    if tracing.is_tracing():
        return
    before = list(map(allocator, DOMAINS))
    # A context would be another one in bursts than between them; without a GIL nobody keeps others out.
    if not STOP_CRASHES or any(one[0] is not None for one in before):
        raise OSError("no-sampling")
    sampling.update(blocks=sys.getallocatedblocks() - state["own"], share=float(share), on=0, bursts=0)
    trace("start", frames, seconds, most)
    inside = list(map(allocator, DOMAINS))
    if not traced["ours"] or any(list(one)[1:] == list(old)[1:] for one, old in zip(inside, before)):
        return  # the target was faster
    resting = list(map(allocator, DOMAINS))
    for one, old in zip(resting, before):
        one[1], one[2], one[3] = old[1], old[2], old[3]  # malloc, calloc, realloc; free stays tracemalloc's
    sampling.update(resting=resting, tracing=inside, switch=switching())
    if switched(inside, resting):
        raw, traced["raw"] = traced["raw"], None
        if raw:
            let_through(*raw)  # from here on tracemalloc is only called with the GIL
    sampling["from"] = clock()
    sampling["due"] = sampling["from"] + BURST / sampling["share"]
    state["turn"] = sample_on


def allocator(domain):
    # Context, malloc, calloc, realloc, free.
    found = type("Allocator", (borrow("_ctypes").Array,), {"_type_": simple("P"), "_length_": 5})()
    foreign("PyMem_GetAllocator", None)(simple("i")(domain), found)
    return found


def switching():
    # Makes steps for `switched`: in C throughout, as the GIL must not go to another thread between the look and the change.
    partial = borrow("_functools").partial
    call = borrow("_operator").methodcaller("__call__")
    read, write = foreign("PyMem_GetAllocator", None), foreign("PyMem_SetAllocator", None)
    compare = foreign("memcmp", simple("i"))
    size = simple("L")(5 * 8)
    number = simple("i")

    def steps(expected, wanted):
        found = [allocator(domain) for domain in DOMAINS]
        pairs = list(zip(DOMAINS, found, expected, wanted))
        looks = [
            step for domain, one, old, _ in pairs
            for step in (partial(read, number(domain), one), partial(compare, one, old, size), )
        ]
        changes = [partial(write, number(domain), new) for domain, _, _, new in pairs]
        return lambda: int(next(filter(None, map(call, looks + changes)), 0)) == 0

    return steps


def switched(expected, wanted):
    """False, and nothing changed, where the allocators are not what we left: the target has ended the tracing, or has put its own on top."""
    return sampling["switch"](expected, wanted)()


def sampled_still():
    return traced["ours"] and sampling["resting"] is not None and tracing.is_tracing()


def sample_on():
    limit_tracing()
    if not sampled_still():
        sampling["resting"] = sampling["tracing"] = None
        state["turn"] = None
        return
    if clock() < sampling["due"]:
        return
    opened = clock()
    if switched(sampling["resting"], sampling["tracing"]):
        rest(BURST)
        switched(sampling["tracing"], sampling["resting"])
        sampling["bursts"] += 1
        sampling["on"] += clock() - opened
    # The mean length of a burst decides how often there is one; chance keeps them off the target's own rhythm.
    pause = sampling["on"] / max(1, sampling["bursts"]) * (1 / sampling["share"] - 1)
    sampling["due"] = clock() + pause * (0.5 + posix.urandom(1)[0] / 255)


commands["burst"] = burst

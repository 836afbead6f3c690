# A sampling by tracemalloc: it is on, but objects and buffers are allocated past it except in short bursts. What is freed is always told
# to it, so that what it holds is alive; but what is moved to grow between two bursts leaves its trace at the old place until that is
# freed by its next owner. The context never changes, nor the functions of those without the GIL after the start: a thread that
# is just then looking at the table of functions finds a pair that fits.
bursts = {"resting": None, "tracing": None, "from": 0, "on": 0, "bursts": 0, "blocks": 0, "due": 0, "share": 1, "witness": None}
gc = borrow("gc")
# PYMEM_DOMAIN_MEM, PYMEM_DOMAIN_OBJ
DOMAINS = 1, 2
# How long a burst lasts at least, seconds; the target may keep the GIL for its switch interval longer.
BURST = 0.001


def burst(what, *words):
    if what == "start":
        begin_sampling(*words)
    whole = clock() - bursts["from"]
    return '{"sampling":%s,"on":%.6f,"whole":%.6f,"bursts":%d,"blocks":%d}' % (
        "true" if sampled_still() else "false", bursts["on"], whole, bursts["bursts"],
        sys.getallocatedblocks() - state["own"] - bursts["blocks"])


def begin_sampling(frames, seconds, most, share):
    if tracing.is_tracing():
        return
    before = list(map(functions_of, DOMAINS))
    # A context would be another one in bursts than between them; without a GIL nobody keeps others out, and a build that can do
    # without has one for a time only.
    if not STOP_CRASHES or "t" in sys.abiflags or any(one[0] is not None for one in before):
        raise OSError("no-sampling")
    blocks = sys.getallocatedblocks() - state["own"]
    bursts.update(blocks=blocks, share=float(share), on=0, bursts=0, resting=None, switch=switching())
    trace("start", frames, seconds, most)
    try:
        rest_from_now(before)
    except BaseException:
        end_tracing("")
        raise
    if bursts["resting"] is None:
        end_tracing("")


def rest_from_now(before):
    inside = list(map(functions_of, DOMAINS))
    if not traced["ours"] or any(list(one)[1:] == list(old)[1:] for one, old in zip(inside, before)):
        return  # the target was faster
    resting = list(map(functions_of, DOMAINS))
    for one, old in zip(resting, before):
        one[1], one[2], one[3] = old[1], old[2], old[3]  # malloc, calloc, realloc; free stays tracemalloc's
    bursts.update(resting=resting, tracing=inside, witness=object())
    if switched(inside, resting) is not None:
        bursts["resting"] = None
        return
    if traced["raw"]:
        raw, traced["raw"] = traced["raw"], None
        let_through(*raw)  # from here on tracemalloc is only called with the GIL
    bursts["from"] = clock()
    bursts["due"] = bursts["from"] + BURST / bursts["share"]
    state["turn"] = sample_on


def functions_of(domain):
    # Context, malloc, calloc, realloc, free.
    found = type("Allocator", (borrow("_ctypes").Array,), {"_type_": simple("P"), "_length_": 5})()
    foreign("PyMem_GetAllocator", None)(simple("i")(domain), found)
    return found


def switching():
    # Makes steps for `switched`: in C throughout, as the GIL must not go to another thread between the look and the change. So no
    # collection may come in between either: it runs Python, the target's finalizers and functions of `gc.callbacks`.
    partial = borrow("_functools").partial
    operator = borrow("_operator")
    call = operator.methodcaller("__call__")
    read, write = foreign("PyMem_GetAllocator", None), foreign("PyMem_SetAllocator", None)
    compare = foreign("memcmp", simple("i"))
    size = simple("L")(5 * 8)
    number = simple("i")

    def steps(expected, wanted):
        found = [functions_of(domain) for domain in DOMAINS]
        pairs = list(zip(DOMAINS, found, expected, wanted))
        looks = [
            step for domain, one, old, _ in pairs
            for step in (partial(read, number(domain), one), partial(compare, one, old, size), )
        ]
        if expected is bursts["tracing"]:
            told = map(call, [partial(tracing._get_object_traceback, bursts["witness"])])
            looks.append(partial(next, map(operator.not_, told)))
        changes = [partial(write, number(domain), new) for domain, _, _, new in pairs]
        # Up to the first that is not 0 or None: what stands in the way, or else a new object.
        change = partial(next, filter(None, map(call, looks + changes + [object])))
        return map(call, [gc.isenabled, gc.disable, change, gc.enable]), change

    return steps


def switched(expected, wanted):
    """
    None; or what stands in the way, and then nothing is changed: a number where the allocators are not what we left (the target has
    ended the tracing, or has put its own on top), True where they are and the tracing is another: the target has begun its own.
    """
    uncollected, change = bursts["switch"](expected, wanted)
    if gc.isenabled():
        try:
            enabled, _, found, _ = list(uncollected)
        except BaseException:
            gc.enable()
            raise
        if not enabled:
            gc.disable()  # the target has, just before
    else:
        found = change()
    if type(found) is not object:
        return found
    bursts["witness"] = found  # made after the change: at the start of a burst it is traced
    return None


def sampled_still():
    return traced["ours"] and bursts["resting"] is not None and tracing.is_tracing()


def sample_on():
    limit_tracing()
    if not traced["ours"]:
        return  # a limit has ended it
    if not sampled_still():
        return end_sampling()
    if clock() < bursts["due"]:
        return
    opened = clock()
    if switched(bursts["resting"], bursts["tracing"]) is None:
        rest(BURST)
        bursts["bursts"] += 1
    # Not opened: what somebody had put on top in a burst may have gone again.
    if switched(bursts["tracing"], bursts["resting"]) is True:
        return end_sampling()
    bursts["on"] += clock() - opened
    # The mean length of a burst decides how often there is one; chance keeps them off the target's own rhythm.
    pause = bursts["on"] / max(1, bursts["bursts"]) * (1 / bursts["share"] - 1)
    bursts["due"] = clock() + pause * (0.5 + posix.urandom(1)[0] / 255)


def end_sampling():
    # The target has ended the tracing: one that it begins now or later is its own.
    traced.update(ours=False, until=None, most=None, raw=None)
    bursts["resting"] = bursts["tracing"] = bursts["witness"] = None
    state["turn"] = None


commands["burst"] = burst

# A sampling by tracemalloc: it is on, but objects and buffers are allocated past it except in short bursts. What is freed is always told
# to it, so that what it holds is alive; but what is moved to grow between two bursts leaves its trace at the old place until that is
# freed by its next owner. The context never changes, nor the functions of those without the GIL after the start: a thread that
# is just then looking at the table of functions finds a pair that fits.
bursts = {"resting": None, "tracing": None, "from": 0, "on": 0, "bursts": 0, "blocks": 0, "due": 0, "share": 1, "switch": None}
gc = borrow("gc")
# How long a burst lasts at least, seconds; the target may keep the GIL for its switch interval longer.
BURST = 0.001
# Seconds: a machine that stood still in a burst must not put the next one off for many minutes.
LONGEST_PAUSE = 30


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
    before = tables()
    # A context would be another one in bursts than between them; without a GIL nobody keeps others out, and a build that can do
    # without has one for a time only.
    if not STOP_CRASHES or "t" in sys.abiflags or before is None or any(one[0] is not None for one in before[1:]):
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
    if not traced["ours"] or traced["left"] != [tables()]:
        return  # the target was faster
    (inside,) = traced["left"]
    raw = (before[0][0] if before[0][0] is not None else inside[0][0],) + before[0][1:]
    # malloc, calloc, realloc as before; free stays tracemalloc's.
    at_rest = [each[:1] + old[1:4] + each[4:] for each, old in zip(inside[1:], before[1:])]
    traced["left"] = [[None] + inside[1:], [None] + at_rest]
    let_through(*traced["raw"])  # from here on tracemalloc is only called with the GIL
    traced.update(raw=None, left=[[raw] + inside[1:], [raw] + at_rest])
    resting, bursts["tracing"] = [list(map(filled, [raw] + each)) for each in (at_rest, inside[1:])]
    if not switched(bursts["tracing"], resting):
        return
    bursts["resting"] = resting
    bursts["from"] = clock()
    bursts["due"] = bursts["from"] + BURST / bursts["share"]
    state["turn"] = sample_on


def filled(functions):
    return table_type()(*functions)


def switching():
    # Makes steps for `switched`: in C throughout, as the GIL must not go to another thread between the look and the change. So no
    # collection may come in between either: it runs Python, the target's finalizers and functions of `gc.callbacks`.
    partial = borrow("_functools").partial
    call = borrow("_operator").methodcaller("__call__")
    read, write = foreign("PyMem_GetAllocator", None), foreign("PyMem_SetAllocator", None)
    compare = foreign("memcmp", simple("i"))
    size = simple("L")(5 * 8)
    number = simple("i")

    def steps(expected, wanted):
        pairs = list(zip(DOMAINS, map(functions_of, DOMAINS), expected, wanted))
        looks = [
            step for domain, one, old, _ in pairs
            for step in (partial(read, number(domain), one), partial(compare, one, old, size))
        ]
        # Not that of those without the GIL.
        changes = [partial(write, number(domain), new) for domain, _, _, new in pairs[1:]]
        # Up to the first that is not 0 or None: what stands in the way, or else a new object.
        change = partial(next, filter(None, map(call, looks + changes + [object])))
        return map(call, [gc.isenabled, gc.disable, change, gc.enable]), change

    return steps


def switched(expected, wanted):
    """Whether it was done: not where the allocators are others than we left, whether those of the target or of a tracing that it began."""
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
    return type(found) is object


def sampled_still():
    return traced["ours"] and bursts["resting"] is not None and not taken_over()


def sample_on():
    limit_tracing()
    if not traced["ours"]:
        return  # a limit has ended it
    if not sampled_still():
        return forget_tracing()
    if clock() < bursts["due"]:
        return
    opened = clock()
    if switched(bursts["resting"], bursts["tracing"]):
        rest(BURST)
        bursts["bursts"] += 1
    # Not opened: what somebody had put on top in a burst may have gone again.
    if not switched(bursts["tracing"], bursts["resting"]) and taken_over():
        return forget_tracing()
    bursts["on"] += clock() - opened
    # The mean length of a burst decides how often there is one; chance keeps them off the target's own rhythm.
    pause = bursts["on"] / max(1, bursts["bursts"]) * (1 / bursts["share"] - 1)
    bursts["due"] = clock() + min(LONGEST_PAUSE, pause) * (0.5 + posix.urandom(1)[0] / 255)


commands["burst"] = burst

"""What a cheaper way to know who allocates would cost, and what it would say.

python3 estimates.py none|gc|poll10|poll2|trace1|trace25|burst1|burst25 [ROUNDS]: one line with CPU seconds and the shares that the way
gives to each function. Of every 6.5 blocks that are kept `leak_dict` keeps about half; `churn` and `compute` keep nothing. `trace` and
`burst` end in the number of frames; `burst` is the agent's own code.
"""
import gc
import sys
import threading
import time

way = sys.argv[1]
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 30000
dicts, lists, texts, shares = [], [], [], {}
stop = threading.Event()


def leak_dict(i):
    dicts.append({"id": i, "v": str(i)})


def leak_list(i):
    lists.append([i, i + 1])


def leak_text(i):
    texts.append("text %d" % i)


def churn():
    return sum(len({"a": k, "b": [k]}) for k in range(20))


def compute():
    return sum(k * k for k in range(200))


def work():
    for i in range(rounds):
        leak_dict(i)
        if i % 2 == 0:
            leak_list(i)
        leak_text(i)
        churn()
        compute()


def note(frame, blocks):
    while frame is not None:
        name = frame.f_code.co_name
        if name.startswith(("leak", "churn", "compute")):
            break
        frame = frame.f_back
    else:
        name = "(other)"
    shares[name] = shares.get(name, 0) + blocks


def poll(interval):
    """The growth in blocks between two looks goes to what runs at the second."""
    own, before = threading.get_ident(), sys.getallocatedblocks()
    while not stop.wait(interval):
        now = sys.getallocatedblocks()
        for thread, frame in sys._current_frames().items():
            if thread != own:
                note(frame, now - before)
        before = now


def agent():
    """The parts of the agent that sample by bursts, as it would hold them."""
    import os
    import posix

    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../electron/drivers/python/agent/resident")
    names = {
        "sys": sys, "posix": posix, "borrow": __import__, "commands": {}, "farewells": [],
        "state": {"own": 0, "turn": None, "leaving": False},
    }
    for part in ("foreign.py", "tracing.py", "bursts.py"):
        with open(os.path.join(folder, part)) as text:
            exec(compile(text.read(), "<leakscope %s>" % part, "exec"), names)
    return names


def burst(names):
    while not stop.wait(0.1):
        names["state"]["turn"]()


def traced():
    """What is traced goes to the innermost function of ours."""
    import linecache
    import tracemalloc

    first = {}
    name = "(other)"
    for line, text in enumerate(linecache.getlines(__file__), 1):
        if text[:1].strip():
            name = text.split("(")[0][4:] if text.startswith("def ") else "(other)"
        first[line] = name
    for trace in tracemalloc.take_snapshot().traces:
        if any(frame.filename.startswith("<leakscope") for frame in trace.traceback):
            continue
        for frame in reversed(trace.traceback):
            if frame.filename == __file__:
                shares[first[frame.lineno]] = shares.get(first[frame.lineno], 0) + 1
                break


before = [sys.getallocatedblocks()]


def collected(phase, _info):
    """The growth in blocks between two collections goes to whoever sets the second off."""
    if phase == "start":
        now = sys.getallocatedblocks()
        note(sys._getframe(1) if sys._getframe().f_back else None, now - before[0])
        before[0] = now


if way.startswith("poll"):
    threading.Thread(target=poll, args=(int(way[4:]) / 1000,), daemon=True).start()
elif way == "gc":
    gc.callbacks.append(collected)
elif way.startswith("trace"):
    import tracemalloc

    tracemalloc.start(int(way[5:]))
elif way.startswith("burst"):
    parts = agent()
    parts["commands"]["burst"]("start", way[5:], "0", "0", "0.03")
    threading.Thread(target=burst, args=(parts,), daemon=True).start()
begin = time.process_time()
work()
end = time.process_time()
stop.set()
if way.startswith(("trace", "burst")):
    traced()
whole = sum(shares.values()) or 1
told = ", ".join("%s %.0f %%" % (name, 100 * blocks / whole) for name, blocks in sorted(shares.items()))
print("%s %s: %.2f s of CPU. %s" % (sys.version.split()[0], way, end - begin, told))

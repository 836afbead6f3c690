"""What a cheaper way to know who allocates would cost, and what it would say.

python3 estimates.py none|gc|poll10|poll2|trace1|trace25 [ROUNDS]: one line with CPU seconds and the shares that the way gives to
each function. Of every 6.5 blocks that are kept `leak_dict` keeps about half; `churn` and `compute` keep nothing.
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
begin = time.process_time()
work()
end = time.process_time()
stop.set()
whole = sum(shares.values()) or 1
told = ", ".join("%s %.0f %%" % (name, 100 * blocks / whole) for name, blocks in sorted(shares.items()))
print("%s %s: %.2f s of CPU. %s" % (sys.version.split()[0], way, end - begin, told))

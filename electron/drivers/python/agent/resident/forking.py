# Forks a copy of the target, and waits for it when it has ended.
clock = borrow("time").monotonic
rest = borrow("time").sleep
# Of what the copy imports it is the one that makes a list of the interpreter's own longer, which the snapshot would show.
borrow("_tracemalloc")
children = {}
# One for each heap snapshot: it stands where that was taken, among the objects that the collector lists in the order in which they
# came (`ages.py`). It holds how many full collections there had been, and how many objects were frozen.
marks = []
life = posix.urandom(8).hex()
# `prctl` of C's where the copy is made by C's fork; `made` serves as long as what it was made for is so.
forks = {"prctl": None, "made": None}


def forker(gil, size, breaker, breaker_size, way="fork"):
    # libc's fork through _ctypes with the GIL held: no at-fork handlers of the target run, no lock of it is taken,
    # and the child still sees every thread's frames. In the child the GIL's condition variables have waiters that
    # are not there, its mutexes may be held by them, and one of them may have asked for the GIL: letting it go
    # would wait for ever. So they are zeroed, as pthread's initialisers are, before any Python runs there.
    # None where the GIL is not found at that address. `way`: `_Fork` runs no handlers of C libraries either.
    word, number, address = simple("L"), simple("i"), simple("P")
    own_state = foreign("PyThreadState_Get", address)()
    gil = int(gil)
    expected = (round(sys.getswitchinterval() * 1e6), own_state, 1)
    if (word.from_address(gil).value, word.from_address(gil + 8).value, number.from_address(gil + 16).value) != expected:
        return None
    breaker = own_state + int(breaker[1:]) if breaker[0] == "+" else int(breaker)
    fill = foreign("memset", None)
    partial = borrow("_functools").partial
    call = borrow("_operator").methodcaller("__call__")
    steps = (
        foreign(way, number), partial(fill, address(gil + 32), 0, int(size)),
        partial(fill, address(breaker), 0, int(breaker_size)),
    )
    # Up to the first that is not 0 or None, in C throughout: one step in the parent, all in the child.
    return (lambda: int(next(filter(None, map(call, steps)), 0))), foreign("prctl", number)


def prepared(gil):
    # Made once: what is there when a fork is asked for need not be made while the target waits.
    if forks["made"] is None or forks["made"][0] != (gil, sys.getswitchinterval()):
        forks["made"] = (gil, sys.getswitchinterval()), forker(*gil)
    fork, forks["prctl"] = forks["made"][1] or (None, None)
    return fork


def without_handlers(fork):
    # A copy that we make ourselves is not held.
    def bare():
        for handlers, ours in state["hooks"]:
            handlers.remove(ours)
        child = None
        try:
            child = fork()
        finally:
            if child != 0:
                for handlers, ours in state["hooks"]:
                    handlers.append(ours)
        return child

    return bare


def capture(token, limit, mark, *gil):
    fork = None
    if gil:
        try:
            fork = prepared(gil)
        except Exception:
            pass
    if fork is None and len(gil) > 4:
        raise OSError("this program must not be forked by the usual way, and libc has no other")
    if fork is None:
        fork, forks["prctl"] = without_handlers(posix.fork), None
    raw = forks["prctl"] is not None
    rest(0.001)  # a thread that has waited for its turn has it now, and not after the fork
    # os.fork drops the other threads in the child; from 3.11 on their frames point into memory that is then gone.
    frames = sys._current_frames() if not raw and sys.version_info < (3, 11) else None
    if mark == "mark":
        counted(lambda: marks.append([gc.get_stats()[2]["collections"], gc.get_freeze_count()]))
    start = clock()
    child = fork()
    if child == 0:
        try:
            in_child(token, float(limit), frames, clock() - start)
        finally:
            posix._exit(0)
    paused = clock() - start
    if child < 0:
        raise OSError("the fork failed: no memory or no more processes")
    children[child] = True
    return '{"pid":%d,"pause":%.3f,"raw":%s}' % (child, paused * 1000, "true" if raw else "false")


def reap(child, kill):
    child = int(child)
    if children.pop(child, None) is None:
        return '{"status":null}'
    try:
        gone, status = posix.waitpid(child, posix.WNOHANG)
        if gone == 0:
            if kill == "kill":
                posix.kill(child, 9)
            gone, status = posix.waitpid(child, 0)
        return '{"status":%d}' % status
    except OSError:
        return '{"status":null}'  # the target waits for any child, and was first


def reap_all():
    for child in list(children):
        reap(child, "kill")


commands.update(capture=capture, reap=reap)
farewells.append(reap_all)

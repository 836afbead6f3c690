# The agent inside a CPython target, 3.8 and later. `SETTINGS` stands before this text when it is run.
# One thread of its own; everything it makes hangs on its namespace, which it empties when it leaves.
def _agent(settings):
    import sys

    blocks_before = sys.getallocatedblocks()
    borrowed = []
    own = globals()

    def borrow(name):
        # A module that the target does not have is not left behind in sys.modules.
        module = sys.modules.get(name)
        if module is None:
            module = __import__(name)
            sys.modules.pop(name, None)
            borrowed.append(module)
        return module

    gc = borrow("gc")
    posix = borrow("posix")
    clock = borrow("time").monotonic
    thread = borrow("_thread")
    tracing = borrow("_tracemalloc")
    signals = borrow("_signal")
    sockets = borrow("_socket")
    pauses = []
    began = {}
    children = {}
    state = {"watching": False, "leaving": False, "traced": False, "fork": None, "prctl": None}

    def on_collection(phase, info):
        # Runs in the target's threads, at most a microsecond; after a fork of the target it does nothing.
        if state["leaving"]:
            return
        who = thread.get_ident()
        if phase == "start":
            began[who] = clock()
        else:
            start = began.pop(who, None)
            if start is not None and len(pauses) < 1000:
                pauses.append((start, clock() - start, info["generation"]))

    def watch(wanted):
        if wanted and not state["watching"]:
            gc.callbacks.append(on_collection)
        elif not wanted and state["watching"]:
            for place, callback in enumerate(gc.callbacks):
                if callback is on_collection:
                    del gc.callbacks[place]
                    break
        state["watching"] = wanted

    def sample(gc_wanted):
        watch(gc_wanted == "gc")
        blocks = sys.getallocatedblocks() - state["own"]
        young, middle, old = gc.get_count()
        collections = 0
        for generation in gc.get_stats():
            collections += generation["collections"]
        traced = tracing.get_traced_memory() if tracing.is_tracing() else None
        taken, pauses[:] = pauses[:], []
        return '{"now":%.6f,"blocks":%d,"counts":[%d,%d,%d],"collections":%d%s,"pauses":[%s]}' % (
            clock(), blocks, young, middle, old, collections,
            '' if traced is None else ',"traced":[%d,%d]' % traced,
            ",".join("[%.6f,%.6f,%d]" % each for each in taken),
        )

    def after_fork(ctypes, silent, library, flags):
        # A thread that asked for the GIL in vain leaves its request in the child, and the first Python instruction there
        # would wait for ever for it to be taken. Before that the child takes the request back: up to 3.12 by letting
        # the GIL go and taking it, from 3.13 on in the thread state's eval_breaker, whose lowest byte are requests.
        if sys.version_info < (3, 13):
            names = ("PyEval_ReleaseLock", "PyEval_AcquireLock")
            return [silent(ctypes.dlsym(library, name)) for name in names]
        if sys.version_info >= (3, 15):
            return []
        address = type("Address", (ctypes._SimpleCData,), {"_type_": "P"})
        getter = type("Getter", (ctypes.CFuncPtr,), {"_flags_": flags, "_restype_": address})
        breaker = getter(ctypes.dlsym(library, "PyThreadState_Get"))() + 24
        fill = silent(ctypes.dlsym(library, "memset"))
        return [borrow("_functools").partial(fill, address(breaker), 0, 1)]

    def raw_fork():
        # libc's fork through _ctypes with the GIL held: no at-fork handlers of the target run, no lock of it is
        # taken, and the child still sees every thread's frames. os.fork where there is no _ctypes or no GIL.
        if state["fork"] is None:
            state["fork"] = posix.fork
            gil = getattr(sys, "_is_gil_enabled", None)
            if gil is None or gil():
                try:
                    ctypes = borrow("_ctypes")
                    flags = ctypes.FUNCFLAG_CDECL | ctypes.FUNCFLAG_PYTHONAPI
                    function = type("Function", (ctypes.CFuncPtr,), {"_flags_": flags})
                    silent = type("Silent", (ctypes.CFuncPtr,), {"_flags_": flags, "_restype_": None})
                    library = ctypes.dlopen(None, 0)
                    steps = [function(ctypes.dlsym(library, "fork"))] + after_fork(ctypes, silent, library, flags)
                    call = borrow("_operator").methodcaller("__call__")
                    # Up to the first that is not 0 or None, in C throughout: one step in the parent, all in the child.
                    state["fork"] = lambda: next(filter(None, map(call, steps)), 0)
                    state["prctl"] = function(ctypes.dlsym(library, "prctl"))
                except Exception:
                    pass
        return state["fork"]

    def capture(token, limit, patience):
        fork = posix.fork if float(patience) < 0 else raw_fork()
        # os.fork drops the other threads in the child; from 3.11 on their frames point into memory that is then gone.
        frames = sys._current_frames() if fork is posix.fork and sys.version_info < (3, 11) else None
        interval = sys.getswitchinterval()
        # In a second try nobody may ask for the GIL for `patience` seconds.
        if float(patience) > 0:
            sys.setswitchinterval(max(interval, float(patience)))
        borrow("time").sleep(0)
        start = clock()
        child = fork()
        if child == 0:
            try:
                in_child(token, float(limit), frames, start)
            finally:
                posix._exit(0)
        paused = clock() - start
        if float(patience) > 0:
            sys.setswitchinterval(interval)
        if child < 0:
            raise OSError("the fork failed: no memory or no more processes")
        children[child] = True
        return '{"pid":%d,"pause":%.3f}' % (child, paused * 1000)

    def in_child(token, limit, frames, start):
        gc.disable()
        if state["prctl"] is not None:
            state["prctl"](1, 9, 0, 0, 0)  # dies with the thread that made it
        null = posix.open("/dev/null", posix.O_RDWR)
        for name in posix.listdir("/proc/self/fd"):
            # The target's connections and pipes must not stay open because of us.
            if int(name) != null:
                try:
                    posix.close(int(name))
                except OSError:
                    pass
        for standard in (0, 1, 2):
            if null != standard:
                posix.dup2(null, standard)
        try:
            adjust = posix.open("/proc/self/oom_score_adj", posix.O_WRONLY)
            posix.write(adjust, b"1000")
            posix.close(adjust)
        except OSError:
            pass
        watch(False)
        link = sockets.socket(sockets.AF_UNIX, sockets.SOCK_STREAM)
        link.settimeout(limit)
        link.connect(settings["socket"])
        # From here on everything is the stream of python-heap-stream.ts, a failure too.
        link.sendall(("child %s\nLEAKPYG1" % token).encode())
        try:
            run_capture(link, frames, start)
        except BaseException as error:
            text = ascii("%s: %s" % (type(error).__name__, error))[:2000].encode()
            link.sendall(b"FAIL" + len(text).to_bytes(4, "little") + text)

    def run_capture(link, frames, start):
        read = reader(link)
        names = {
            "__name__": "leakscope", "AGENT": own, "LINK": link, "FRAMES": frames, "BEGAN": start,
            "METHOD": "fork",
        }
        while True:
            line = read(None)
            if line == b"go":
                break
            name, size = line.split()
            exec(compile(read(int(size)), name.decode(), "exec"), names)
        names["main"](names)

    def reader(link):
        held = [b""]

        def read(size):
            # `size` bytes, or a line without its end.
            while True:
                text = held[0]
                end = text.find(b"\n") if size is None else size
                if 0 <= end <= len(text) and (size is not None or end < len(text)):
                    held[0] = text[end + (size is None):]
                    return text[:end]
                if len(text) > 1 << 22:
                    raise ValueError("too long")
                more = link.recv(65536)
                if not more:
                    raise EOFError
                held[0] += more

        return read

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

    def collect():
        return '{"found":%d}' % gc.collect()

    def trace(frames):
        # What the target traces itself is never stopped or restarted.
        if int(frames) and not tracing.is_tracing():
            tracing.start(int(frames))
            state["traced"] = True
        elif not int(frames) and state["traced"]:
            tracing.stop()
            state["traced"] = False
        return '{"tracing":%s,"ours":%s}' % (
            "true" if tracing.is_tracing() else "false", "true" if state["traced"] else "false")

    commands = {"sample": sample, "capture": capture, "reap": reap, "collect": collect, "trace": trace}

    def serve(link):
        read = reader(link)
        link.sendall(("agent %s %d %s\n" % (settings["token"], thread.get_native_id(), sys.version.split()[0])).encode())
        if read(None) != settings["answer"].encode():
            return
        while True:
            words = read(None).decode().split(" ")
            if words[1] == "leave":
                return words[0]
            try:
                said = "ok " + commands[words[1]](*words[2:])
            except Exception as error:
                said = "no %s" % ascii("%s: %s" % (type(error).__name__, error))[:500]
            link.sendall(("%s %s\n" % (words[0], said)).encode())

    def main():
        link = farewell = None
        try:
            # Signals are for the target's threads; a child that is forked here inherits the mask.
            signals.pthread_sigmask(signals.SIG_BLOCK, signals.valid_signals())
            link = sockets.socket(sockets.AF_UNIX, sockets.SOCK_STREAM)
            link.connect(settings["socket"])
            # struct ucred: pid, uid, gid. 65534 is a user that this namespace does not know.
            user = int.from_bytes(link.getsockopt(sockets.SOL_SOCKET, sockets.SO_PEERCRED, 12)[4:8], sys.byteorder)
            if user in (0, posix.geteuid(), 65534):
                farewell = serve(link)
        except BaseException:
            pass
        try:
            state["leaving"] = True
            watch(False)
            trace(0)
            for child in list(children):
                reap(child, "kill")
            if farewell is not None:
                link.sendall(("%s ok {}\n" % farewell).encode())
        except BaseException:
            pass
        try:
            if link is not None:
                link.close()
        except BaseException:
            pass
        commands.clear()
        state.clear()
        state["leaving"] = True
        state["watching"] = False
        del borrowed[:]
        own.clear()

    state["own"] = sys.getallocatedblocks() - blocks_before
    thread.start_new_thread(main, ())


try:
    _agent(SETTINGS)
except BaseException:
    pass

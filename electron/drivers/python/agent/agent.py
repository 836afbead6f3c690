# The agent inside a CPython target, 3.8 and later. `SETTINGS` stands before this text when it is run.
# One thread of its own; everything it makes hangs on its namespace, which it empties when it leaves.
def _agent(settings):
    import sys

    blocks_before = sys.getallocatedblocks()
    file = sys._getframe().f_code.co_filename
    borrowed = {}
    own = globals()

    def borrow(name):
        # A module that the target does not have is not left behind in sys.modules.
        # Once: a second import would make its types anew.
        module = borrowed.get(name) or sys.modules.get(name)
        if module is None:
            module = borrowed[name] = __import__(name)
            sys.modules.pop(name, None)
        return module

    gc = borrow("gc")
    posix = borrow("posix")
    clock = borrow("time").monotonic
    working = borrow("time").thread_time
    rest = borrow("time").sleep
    thread = borrow("_thread")
    tracing = borrow("_tracemalloc")
    signals = borrow("_signal")

    def borrowed_sockets():
        # Each import of _socket in 3.12 leaves its types in memory for good: that of an attach before this one serves again.
        if sys.version_info[:2] == (3, 12) and "_socket" not in sys.modules:
            for cls in type.__subclasses__(object):
                if type(cls) is type and cls.__name__ == "socket" and cls.__module__ == "_socket":
                    return type("Sockets", (), {
                        "socket": cls, "timeout": TimeoutError, "AF_UNIX": 1, "SOCK_STREAM": 1, "SOL_SOCKET": 1, "SO_PEERCRED": 17,
                    })
        return borrow("_socket")

    # All that a forked child imports. Not here: array would bring collections with it, and register itself there.
    IN_CHILDREN = ("array", "itertools", "_operator", "_collections", "_weakref")
    sockets = borrowed_sockets()
    process = posix.getpid()
    pauses = []
    began = {}
    children = {}
    state = {
        "watching": False, "leaving": False, "traced": False, "until": None, "most": None, "ended": "",
        "raw": None, "prctl": None, "allocators": None, "next": 0, "forker": None, "hooks": [],
    }

    def on_collection(phase, info):
        # Runs in the target's threads, at most a microsecond; in a child that the target has forked it goes at once.
        if state["leaving"]:
            return
        if posix.getpid() != process:  # a child that the target forked
            state["watching"] = True
            watch(False)
            state["leaving"] = True
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
        return '{"now":%.6f,"blocks":%d,"counts":[%d,%d,%d],"collections":%d%s%s,"pauses":[%s]}' % (
            clock(), blocks, young, middle, old, collections,
            '' if traced is None else ',"traced":[%d,%d]' % traced,
            allocators(),
            ",".join("[%.6f,%.6f,%d]" % each for each in taken),
        )

    def foreign(name, result):
        # A function of C's that is called with the GIL held.
        ctypes = borrow("_ctypes")
        flags = ctypes.FUNCFLAG_CDECL | ctypes.FUNCFLAG_PYTHONAPI
        kind = type("Function", (ctypes.CFuncPtr,), {"_flags_": flags, "_restype_": result})
        return kind(ctypes.dlsym(ctypes.dlopen(None, 0), name))

    def simple(letter):
        return type("Simple", (borrow("_ctypes")._SimpleCData,), {"_type_": letter})

    def prepare_allocators():
        # What it takes to ask glibc and pymalloc, each absent where there is no such function. pymalloc tells only
        # a FILE, so it is given one in memory.
        ctypes = borrow("_ctypes")
        address = simple("P")
        ready = {}
        try:
            if posix.uname().machine != "x86_64":
                raise NotImplementedError  # a Structure would be made by the package ctypes, which is not there
            figures = (type("Figures", (ctypes.Array,), {"_type_": simple("L"), "_length_": 10}))()
            # Returns a structure, and so has where to put it as a hidden first argument.
            asked = foreign("mallinfo2", None)

            def mallinfo():
                asked(figures)
                return [figures[7] + figures[4], figures[8]]

            ready["malloc"] = mallinfo
        except Exception:
            pass
        try:
            told = foreign("_PyObject_DebugMallocStats", None)
            buffer = (type("Text", (ctypes.Array,), {"_type_": simple("c"), "_length_": 16384}))()
            opened, closed = foreign("fmemopen", address), foreign("fclose", None)
            mode = type("Mode", (ctypes.Array,), {"_type_": simple("c"), "_length_": 2})(b"w", b"\0")

            def pymalloc():
                file = opened(buffer, 16384, mode)
                if not file:
                    return None
                told(address(file))
                closed(address(file))
                text = buffer.value
                return [number_after(text, b"# bytes in allocated blocks"), number_after(text, b" bytes/arena")]

            ready["pymalloc"] = pymalloc
        except Exception:
            pass
        return ready

    def number_after(text, label):
        at = text.index(label)
        return int(text[text.index(b"=", at) + 1:text.index(b"\n", at)].strip().replace(b",", b""))

    def allocators():
        # At most one part in 200 of the time: both walk lists that grow with the heap. Counted in our own CPU time.
        if clock() < state["next"]:
            return ""
        said = ""
        if state["allocators"] is None:
            try:
                state["allocators"] = prepare_allocators()
            except Exception:
                state["allocators"] = {}
        start = working()
        for name, ask in list(state["allocators"].items()):
            try:
                answer = ask()
                if answer is not None:
                    said += ',"%s":[%d,%d]' % (name, answer[0], answer[1])
            except Exception:
                del state["allocators"][name]
        state["next"] = clock() + min(10, 200 * (working() - start))
        return said

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
        state["prctl"] = foreign("prctl", number)
        # Up to the first that is not 0 or None, in C throughout: one step in the parent, all in the child.
        return lambda: int(next(filter(None, map(call, steps)), 0))

    def prepared(gil):
        # Made once: what is there when a fork is asked for need not be made while the target waits.
        if state["forker"] is None or state["forker"][:2] != (gil, sys.getswitchinterval()):
            state["forker"] = gil, sys.getswitchinterval(), forker(*gil), state["prctl"]
        state["prctl"] = state["forker"][3]
        return state["forker"][2]

    def held_by():
        # `run` holds this program in a frame of its own, which has our handler of forks, and the lists that it is in.
        frame = sys._getframe()
        while frame is not None:
            place = frame.f_code.co_filename
            if place[-17:] == "/sitecustomize.py" and "/leakscope-" in place and "hooks" in frame.f_locals:
                return frame.f_locals["hooks"]
            frame = frame.f_back
        return []

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

    def capture(token, limit, *gil):
        fork = None
        if gil:
            try:
                fork = prepared(gil)
            except Exception:
                pass
        if fork is None and len(gil) > 4:
            raise OSError("this program must not be forked by the usual way, and libc has no other")
        if fork is None:
            fork, state["prctl"] = without_handlers(posix.fork), None
        raw = state["prctl"] is not None
        rest(0.001)  # a thread that has waited for its turn has it now, and not after the fork
        # os.fork drops the other threads in the child; from 3.11 on their frames point into memory that is then gone.
        frames = sys._current_frames() if not raw and sys.version_info < (3, 11) else None
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

    def in_child(token, limit, frames, pause):
        state["collecting"] = gc.isenabled()
        gc.disable()
        try:
            posix.nice(10)  # the target goes first where processors are few
        except OSError:
            pass
        if state["prctl"] is not None:
            state["prctl"](1, 9, 0, 0, 0)  # dies with the thread that made it
        try:
            null = posix.open("/dev/null", posix.O_RDWR)
        except OSError:
            null = posix.pipe()[1]  # nobody reads it
        for number in descriptors():
            # The target's connections and pipes must not stay open because of us.
            if number != null:
                try:
                    posix.close(number)
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
            run_capture(link, frames, pause)
        except BaseException as error:
            text = ascii("%s: %s" % (type(error).__name__, error))[:2000].encode()
            link.sendall(b"FAIL" + len(text).to_bytes(4, "little") + text)

    def load_unlocked(name):
        # The lock of imports may be held by a thread that is not here: what is loaded is imported without it.
        if name in sys.modules:
            return
        sys.modules.setdefault("collections.abc", sys.modules["_collections_abc"])  # array asks for it
        importing, finding = sys.modules["_frozen_importlib"], sys.modules["_frozen_importlib_external"]
        spec = importing.BuiltinImporter.find_spec(name) or finding.PathFinder.find_spec(name)
        if spec is not None:
            borrowed[name] = importing._load_unlocked(spec)  # ours, and not of the program

    def run_capture(link, frames, pause):
        read = reader(link)
        names = {
            "__name__": "leakscope", "AGENT": own, "AGENT_FILE": file, "LINK": link, "FRAMES": frames, "PAUSE": pause,
            "TAKEN_BY": "fork" if state["prctl"] is not None else "os.fork", "COLLECTING": state["collecting"],
            "TARGET_MODULES": list(sys.modules.items()),
        }
        for name, module in borrowed.items():
            sys.modules.setdefault(name, module)
        for name in IN_CHILDREN:
            load_unlocked(name)
        while True:
            line = read(None)
            if line == b"go":
                break
            name, size = line.split()
            exec(compile(read(int(size)), "<leakscope %s>" % name.decode(), "exec"), names)
        names["main"](names)

    def reader(link, on_silence=None):
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
                try:
                    more = link.recv(65536)
                except sockets.timeout:
                    if on_silence is None:
                        raise
                    on_silence()
                    continue
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

    def trace(what, *words):
        # What the target traces itself is never stopped or restarted.
        if what == "start" and not tracing.is_tracing():
            frames, seconds, most = map(float, words)
            before = raw_allocator() if STOP_CRASHES else None
            tracing.start(int(frames))
            state["raw"] = before and (before, raw_allocator())
            state.update(traced=True, ended="", until=clock() + seconds if seconds else None, most=most or None)
        elif what == "stop":
            end_tracing("")
        if state["traced"] and not tracing.is_tracing():
            end_tracing("")  # the target has stopped it
        now, peak = tracing.get_traced_memory()
        return '{"tracing":%s,"ours":%s,"frames":%d,"traced":%d,"peak":%d,"overhead":%d,"ended":"%s"}' % (
            "true" if tracing.is_tracing() else "false", "true" if state["traced"] else "false",
            tracing.get_traceback_limit(), now, peak, tracing.get_tracemalloc_memory(), state["ended"])

    def end_tracing(why):
        if state["traced"]:
            if state["raw"] and tracing.is_tracing():
                let_through(*state["raw"])
            tracing.stop()
            state.update(traced=False, until=None, most=None, ended=why, raw=None)

    # CPython issue 128679: stop() frees what a thread needs that allocates without the GIL and waits for it inside
    # tracemalloc. One such thread is enough to crash the target: before 3.12.9 and 3.13.2 often, in 3.14 seldom.
    STOP_CRASHES = getattr(sys, "_is_gil_enabled", lambda: True)()

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
        if state["until"] is not None and clock() > state["until"]:
            end_tracing("time")
        elif state["most"] is not None and tracing.get_tracemalloc_memory() > state["most"]:
            end_tracing("memory")

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

    def trim():
        # Without the GIL: it takes malloc's locks one after the other and walks what is free. Absent in musl.
        ctypes = borrow("_ctypes")
        kind = type("Function", (ctypes.CFuncPtr,), {"_flags_": ctypes.FUNCFLAG_CDECL, "_restype_": simple("i")})
        return '{"trimmed":%d}' % kind(ctypes.dlsym(ctypes.dlopen(None, 0), "malloc_trim"))(simple("L")(0))

    def collector():
        numbers = lambda each: ",".join(map(str, each))
        return '{"enabled":%s,"thresholds":[%s],"counts":[%s],"frozen":%d,"garbage":%d,"debug":%d}' % (
            "true" if gc.isenabled() else "false", numbers(gc.get_threshold()), numbers(gc.get_count()),
            gc.get_freeze_count(), len(gc.garbage) if type(gc.garbage) is list else 0, gc.get_debug())

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
        if type(target) is type(watching_method):
            target = target.__func__
        if type(target) is not type(starts):
            return ""
        code = target.__code__
        return "%s!%s" % (code.co_filename.rpartition("/")[2], target.__qualname__)

    watching_method = type("Any", (), {"method": lambda self: None})().method

    commands = {"starts": starts, "count": count, "collector": collector, "sample": sample, "capture": capture, "reap": reap, "collect": collect, "trim": trim, "trace": trace}

    def serve(link):
        read = reader(link, limit_tracing)
        hello = settings["token"], thread.get_native_id(), sys.version.split()[0], link.getsockname()[1:].decode()
        link.sendall(("agent %s %d %s %s\n" % hello).encode())
        if read(None) != settings["answer"].encode():
            return
        while True:
            limit_tracing()
            link.settimeout(None if state["until"] is None and state["most"] is None else 0.2)
            words = read(None).decode().split(" ")
            link.settimeout(None)
            if words[1] == "leave":
                return words[0]
            try:
                said = "ok " + commands[words[1]](*words[2:])
            except Exception as error:
                said = "no %s" % ascii("%s: %s" % (type(error).__name__, error))[:500]
            link.sendall(("%s %s\n" % (words[0], said)).encode())

    def descriptors():
        try:
            return [int(name) for name in posix.listdir("/proc/self/fd")]
        except OSError:
            return range(1024)  # a root without /proc

    def close_inherited():
        # A child that the target forked has the connections of its parent's agent, and no thread to close them.
        for number in descriptors():
            try:
                if posix.fstat(number).st_mode & 0o170000 != 0o140000:  # a socket
                    continue
                one = sockets.socket(fileno=posix.dup(number))
                made_by = one.getsockname()
                one.close()
                if type(made_by) is bytes and made_by[:11] == b"\0leakscope-" and int(made_by.split(b"-")[1]) != process:
                    posix.close(number)
            except (OSError, ValueError):
                pass

    def main():
        link = farewell = None
        try:
            # Signals are for the target's threads; a child that is forked here inherits the mask.
            signals.pthread_sigmask(signals.SIG_BLOCK, signals.valid_signals())
            close_inherited()
            link = sockets.socket(sockets.AF_UNIX, sockets.SOCK_STREAM)
            # An address that nobody can guess or connect to: it only says who made the socket.
            link.bind("\0leakscope-%d-%s" % (process, posix.urandom(8).hex()))
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
            end_tracing("")
            for handlers, ours in state["hooks"]:
                if ours in handlers:
                    handlers.remove(ours)
            del state["hooks"][:]  # a circle with what it holds
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
        borrowed.clear()
        own.clear()

    state["hooks"] = held_by()
    state["own"] = sys.getallocatedblocks() - blocks_before
    thread.start_new_thread(main, ())


try:
    _agent(SETTINGS)
except BaseException:
    pass

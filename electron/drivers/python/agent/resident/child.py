# What the copy does first, and how it is given what it is to run.
gc = borrow("gc")
# All that it imports. Not in the target: array would bring collections with it, and register itself there.
IN_CHILDREN = ("array", "itertools", "_operator", "_collections", "_weakref")


def in_child(token, limit, frames, pause):
    collecting = gc.isenabled()
    gc.disable()
    try:
        posix.nice(10)  # the target goes first where processors are few
    except OSError:
        pass
    if forks["prctl"] is not None:
        forks["prctl"](1, 9, 0, 0, 0)  # dies with the thread that made it
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
    if "watch" in own:
        watch(False)
    link = sockets.socket(sockets.AF_UNIX, sockets.SOCK_STREAM)
    link.settimeout(limit)
    link.connect(SETTINGS["socket"])
    # From here on everything is the stream of python-heap-stream.ts, a failure too.
    link.sendall(("child %s\nLEAKPYG1" % token).encode())
    try:
        run_capture(link, frames, pause, collecting)
    except BaseException as error:
        text = ascii("%s: %s" % (type(error).__name__, error))[:2000].encode()
        link.sendall(b"FAIL" + len(text).to_bytes(4, "little") + text)


def being_imported(name):
    return getattr(getattr(sys.modules.get(name), "__spec__", None), "_initializing", False)


def brought(name, globals=None, locals=None, fromlist=(), level=0):
    # The statement would wait for a thread that was just then importing the module, and is not here.
    return borrowed[name] if being_imported(name) and name in borrowed else sys.modules[name]


def load_unlocked(name):
    # The lock of imports may be held by a thread that is not here: what is loaded is imported without it.
    if name in sys.modules and not being_imported(name):
        return
    # Asked for by array; from 3.15 on the package, too. Gone again: who imports one in earnest must find it.
    stand_ins = [asked for asked in ("collections.abc", "collections") if asked not in sys.modules]
    for asked in stand_ins:
        sys.modules[asked] = sys.modules["_collections_abc"]
    importing, finding = sys.modules["_frozen_importlib"], sys.modules["_frozen_importlib_external"]
    try:
        spec = importing.BuiltinImporter.find_spec(name) or finding.PathFinder.find_spec(name)
        if spec is not None:
            borrowed[name] = importing._load_unlocked(spec)  # ours, and not of the program
    finally:
        for asked in stand_ins:
            del sys.modules[asked]


def run_capture(link, frames, pause, collecting):
    read = reader(link)
    names = {
        "__name__": "leakscope", "AGENT": own, "AGENT_FILE": script, "LINK": link, "FRAMES": frames, "PAUSE": pause,
        "TAKEN_BY": "fork" if forks["prctl"] is not None else "os.fork", "COLLECTING": collecting,
        "TARGET_MODULES": list(sys.modules.items()),
    }
    for name, module in borrowed.items():
        sys.modules.setdefault(name, module)
    for name in IN_CHILDREN:
        load_unlocked(name)
    builtin = __builtins__ if type(__builtins__) is dict else __builtins__.__dict__
    usual, builtin["__import__"] = builtin["__import__"], brought
    while True:
        line = read(None)
        if line == b"go":
            break
        name, size = line.split()
        exec(compile(read(int(size)), "<leakscope %s>" % name.decode(), "exec"), names)
    builtin["__import__"] = usual
    names["main"](names)

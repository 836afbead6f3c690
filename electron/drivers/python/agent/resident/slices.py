# A heap snapshot in the program itself, asked for where it cannot be copied: in a thread of its own, so that the agent goes on.
gc = borrow("gc")
rest = borrow("time").sleep
clock = borrow("time").monotonic
agent_thread = thread.get_ident()
# What comes with array; from 3.15 on the package collections, and what that imports.
WITH_ARRAY = ("collections.abc", "collections", "keyword", "operator", "reprlib")
# Empty while none is being taken; then how far it is, and at last how long its longest slice was, seconds.
walk = {"running": False, "off": False, "longest": 0.0}


def within(token, limit):
    if walk["running"]:
        raise OSError("a snapshot is being taken")
    walk.update(running=True, off=False)
    thread.start_new_thread(walk_within, (token, float(limit)))
    return "{}"


def walk_within(token, limit):
    link = None
    try:
        link = reach() if "reach" in own else sockets.socket(sockets.AF_UNIX, sockets.SOCK_STREAM)
        link.settimeout(limit)
        if "reach" not in own:
            link.connect(SETTINGS["socket"])
        link.sendall(("child %s\nLEAKPYG1" % token).encode())
        try:
            run_within(link)
        except BaseException as error:
            text = ascii("%s: %s" % (type(error).__name__, error))[:2000].encode()
            link.sendall(b"FAIL" + len(text).to_bytes(4, "little") + text)
    except BaseException:
        pass
    if link is not None:
        link.close()
    walk["running"] = False


def run_within(link):
    frames = sys._current_frames()
    frames.pop(agent_thread, None)
    names = {
        "__name__": "leakscope", "AGENT": own, "AGENT_FILE": script, "LINK": link, "FRAMES": frames, "PAUSE": 0,
        "TAKEN_BY": "in-process", "COLLECTING": gc.isenabled(), "TARGET_MODULES": list(sys.modules.items()),
    }
    try:
        load_within(reader(link), names)
        names["main"](names)
        walk["longest"] = names["SLICES"][1]
    finally:
        if names.get("MEMORY") is not None:
            posix.close(names["MEMORY"])
        frames.clear()  # a circle with this one
        for each in list(names.values()):
            if type(each) is type and each.__module__ == "leakscope":
                take_apart(each)
        names.clear()


def take_apart(cls):
    # A class is a circle, and waits for the program's collector: as little of it as can be.
    for name, value in list(cls.__dict__.items()):
        if type(value) is type(take_apart):
            delattr(cls, name)


def load_within(read, names):
    # Found by the imports of these texts, and gone again.
    brought = [name for name in IN_CHILDREN + WITH_ARRAY if name not in sys.modules]
    sys.modules.setdefault("collections.abc", sys.modules["_collections_abc"])
    try:
        for name in IN_CHILDREN:
            sys.modules.setdefault(name, borrow(name))
        while True:
            line = read(None)
            if line == b"go":
                break
            name, size = line.split()
            exec(compile(read(int(size)), "<leakscope %s>" % name.decode(), "exec"), names)
            rest(0.001)
    finally:
        for name in brought:
            module = sys.modules.pop(name, None)
            if module is not None:
                borrowed.setdefault(name, module)


def walked():
    # Its thread has gone, or will after its slice, as nobody reads on.
    walk["off"] = True
    until = clock() + 2
    while walk["running"] and clock() < until:
        rest(0.002)
    return '{"pause":%.3f}' % (walk["longest"] * 1000)


commands.update(within=within, walked=walked)
farewells.append(walked)

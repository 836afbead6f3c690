# Comes into a CPython target, 3.8 and later, by one of its threads, and starts one of its own. That one connects, shows who it is, and is
# sent what it needs when it needs it: compiling holds the GIL, 11 to 25 ms if the agent were compiled at once. `SETTINGS` is in this
# namespace before. Everything that the agent makes hangs on the namespace, which it empties when it leaves.
import sys

state = {"own": sys.getallocatedblocks(), "leaving": False, "turn": None, "hooks": [], "link": None}
own = globals()
borrowed = {}
commands = {}
# What each part undoes when the agent leaves.
farewells = []


def borrow(name):
    # A module that the target does not have is not left behind in sys.modules.
    # Once: a second import would make its types anew.
    module = borrowed.get(name) or sys.modules.get(name)
    if module is None:
        module = borrowed[name] = __import__(name)
        sys.modules.pop(name, None)
    return module


def borrowed_sockets():
    # Each import of _socket in 3.12 leaves its types in memory for good: that of an attach before this one serves again.
    if sys.version_info[:2] == (3, 12) and "_socket" not in sys.modules:
        for cls in type.__subclasses__(object):
            if type(cls) is type and cls.__name__ == "socket" and cls.__module__ == "_socket":
                return type("Sockets", (), {
                    "socket": cls, "timeout": TimeoutError, "AF_UNIX": 1, "SOCK_STREAM": 1, "SOL_SOCKET": 1, "SO_PEERCRED": 17,
                })
    return borrow("_socket")


posix = borrow(own.get("SYSTEM", "posix"))
thread = borrow("_thread")
signals = borrow("_signal")
sockets = borrowed_sockets()
process = posix.getpid()
# Of the script that brought it: what the target traces of it is not the target's.
script = sys._getframe(1).f_code.co_filename


def held_by():
    # `run` holds this program in a frame of its own, which has our handler of forks, and the lists that it is in.
    frame = sys._getframe()
    while frame is not None:
        place = frame.f_code.co_filename
        if place[-17:] == "/sitecustomize.py" and "/leakscope-" in place and "hooks" in frame.f_locals:
            return frame.f_locals["hooks"]
        frame = frame.f_back
    return []


def counted(work):
    # What `work` leaves allocated is the agent's, and in no figure.
    before = sys.getallocatedblocks()
    try:
        return work()
    finally:
        state["own"] += sys.getallocatedblocks() - before


def load(name, text):
    counted(lambda: exec(compile(text, "<leakscope %s>" % name, "exec"), own))
    return "{}"


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


def take_turn():
    # A part may want to look now and then while nobody asks.
    if state["turn"] is not None:
        state["turn"]()


def serve(link, name):
    read = reader(link, take_turn)
    hello = SETTINGS["token"], thread.get_native_id(), sys.version.split()[0], name
    link.sendall(("agent %s %d %s %s\n" % hello).encode())
    if read(None) != SETTINGS["answer"].encode():
        return
    while True:
        take_turn()
        link.settimeout(None if state["turn"] is None else 0.2)
        words = read(None).decode().split(" ")
        text = read(int(words[3])) if words[1] == "load" else None
        link.settimeout(None)
        if words[1] == "leave":
            return words[0]
        try:
            said = "ok " + (load(words[2], text) if text is not None else commands[words[1]](*words[2:]))
        except Exception as error:
            said = "no %s" % ascii("%s: %s" % (type(error).__name__, error))[:500]
        link.sendall(("%s %s\n" % (words[0], said)).encode())


def visit():
    """Connects, serves, and tells who asked it to leave, if somebody did."""
    link = farewell = None
    try:
        if "reach" in own:  # elsewhere.py
            link = state["link"] = reach()
            return link, serve(link, "-")
        # Signals are for the target's threads; a child that is forked here inherits the mask.
        signals.pthread_sigmask(signals.SIG_BLOCK, signals.valid_signals())
        link = state["link"] = sockets.socket(sockets.AF_UNIX, sockets.SOCK_STREAM)
        # An address that nobody can guess or connect to: it only says who made the socket.
        link.bind("\0leakscope-%d-%s" % (process, posix.urandom(8).hex()))
        link.connect(SETTINGS["socket"])
        # struct ucred: pid, uid, gid. 65534 is a user that this namespace does not know.
        user = int.from_bytes(link.getsockopt(sockets.SOL_SOCKET, sockets.SO_PEERCRED, 12)[4:8], sys.byteorder)
        if user in (0, posix.geteuid(), 65534):
            farewell = serve(link, link.getsockname()[1:].decode())
    except BaseException:
        pass
    return link, farewell


def leave():
    state["leaving"] = True
    for undo in farewells:
        try:
            undo()
        except BaseException:
            pass
    for handlers, ours in state["hooks"]:
        # By what it is: a handler of the target's may say that it equals anything.
        for at in range(len(handlers) - 1, -1, -1):
            if at < len(handlers) and handlers[at] is ours:
                del handlers[at]
    del state["hooks"][:]  # a circle with what it holds


def main(names):
    link, farewell = visit()
    try:
        leave()
        if farewell is not None:
            link.sendall(("%s ok {}\n" % farewell).encode())
    except BaseException:
        pass
    try:
        if link is not None:
            link.close()
    except BaseException:
        pass
    names.clear()


state["hooks"] = held_by()
state["own"] = sys.getallocatedblocks() - state["own"]
thread.start_new_thread(main, (own,))

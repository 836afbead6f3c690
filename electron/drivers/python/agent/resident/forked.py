# In a child that the target forks nobody ends what the agent has begun: its thread is not there. So the child does, as the first thing.
# How far into the state of an interpreter its lists of handlers of forks can be: 11 kB up to 3.15. How many handlers one has at most.
STATE = 1 << 15
HANDLERS = 1 << 12
# Blocks that a program may have to be looked through whole, which holds it up: 0.1 s.
BLOCKS = 1 << 20


def forking():
    known, undone, getpid, close, mine = state, [], posix.getpid, posix.close, process

    def close_memory():
        if known.get("memory") is not None:
            close(known["memory"])

    # Runs in the forked child alone, also when the agent's namespace is being emptied.
    def on_fork():
        if known["leaving"] or getpid() == mine:
            return
        known["leaving"] = True
        for undo in undone + [known["link"].close, close_memory]:
            try:
                undo()
            except BaseException:
                pass

    def register():
        posix.register_at_fork(after_in_child=on_fork)

    def in_children(undo):
        if not hasattr(posix, "register_at_fork"):
            return  # Windows
        if not undone:
            register()
            try:
                handlers = handlers_with(on_fork, register)
                known["hooks"].append((handlers, on_fork))
                # First of all: in a program that `run` holds the next one waits until a new agent is in.
                handlers.insert(0, handlers.pop([one is on_fork for one in handlers].index(True)))
            except Exception:
                pass  # it stays, and does nothing when the agent has left
        if undo not in undone:
            undone.append(undo)

    farewells.append(lambda: undone.clear())
    return in_children


def handlers_with(ours, register):
    """The interpreter's list of handlers, which nothing in Python leads to. Raises where it cannot be told for certain."""
    if state["hooks"]:
        return state["hooks"][0][0]  # `run` has found it while there was little to search
    found = None
    try:
        found = handlers_in_state(id(ours), register)
    except Exception:
        pass
    if found is not None:
        return borrow("_ctypes").PyObj_FromPtr(found)
    if sys.getallocatedblocks() > BLOCKS:
        raise LookupError("too much to search")
    # Lists of the target's that have it, too, are of all its objects: not only of what can be called.
    (handlers,) = [
        each for each in borrow("gc").get_referrers(ours)
        if type(each) is list and len(each) < HANDLERS and all(map(callable, each))
    ]
    return handlers


def handlers_in_state(ours, register):
    # Only read, and as a file: an address that leads nowhere is an error then. With the GIL held, as it would be asked for anew at each.
    # What looks like a list may be the rest of one: it is taken for the list when one more `register` has made it longer by ours.
    # The interpreter has that until its end.
    state["memory"] = memory = posix.open("/proc/self/mem", posix.O_RDONLY)
    try:
        word, read, begin = simple("L"), foreign("pread", simple("l")), foreign("PyInterpreterState_Main", simple("P"))()
        texts = {}

        def words(address, size):
            if size not in texts:
                texts[size] = type("Text", (borrow("_ctypes").Array,), {"_type_": word, "_length_": size})()
            got = read(simple("i")(memory), texts[size], word(8 * size), word(address))
            return texts[size][:max(0, got) // 8]

        head = object.__basicsize__ // 8  # then the length and the address of the items

        def items(address):
            found = words(address, head + 2)
            if len(found) < head + 2 or found[head - 1] != id(list) or not 0 < found[head] < HANDLERS:
                return []
            return words(found[head + 1], found[head])

        seen = set()
        for at in range(begin, begin + STATE, 4096):
            for address in words(at, 512):
                if address % 16 or not 0 < address < 1 << 47 or address in seen:
                    continue
                seen.add(address)
                before = items(address)
                if before[-1:] == [ours]:
                    register()
                    return address if items(address) == before + [ours] else None
    finally:
        state["memory"] = None  # before: a child must not close what has its number next
        posix.close(memory)


in_children = forking()

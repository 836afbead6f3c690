# In a child that the target forks nobody ends what the agent has begun: its thread is not there. So the child does, as the first thing.
# How large the state of an interpreter is at most, with which the lists of its handlers of forks are; and how many handlers one has.
STATE = 1 << 18
HANDLERS = 1 << 12


def forking():
    known, undone, getpid, mine = state, [], posix.getpid, process

    # Runs in the forked child alone, also when the agent's namespace is being emptied.
    def on_fork():
        if known["leaving"] or getpid() == mine:
            return
        known["leaving"] = True
        for undo in undone + [known["link"].close]:
            try:
                undo()
            except BaseException:
                pass

    def in_children(undo):
        if not undone:
            posix.register_at_fork(after_in_child=on_fork)
            try:
                handlers = handlers_with(on_fork)
                known["hooks"].append((handlers, on_fork))
                # First of all: in a program that `run` holds the next one waits until a new agent is in.
                handlers.insert(0, handlers.pop([one is on_fork for one in handlers].index(True)))
            except Exception:
                pass  # it stays, and does nothing when the agent has left
        if undo not in undone:
            undone.append(undo)

    farewells.append(lambda: undone.clear())
    return in_children


def handlers_with(ours):
    """The interpreter's list of handlers, which nothing in Python leads to."""
    if state["hooks"]:
        return state["hooks"][0][0]  # `run` has found it while there was little to search
    found = None
    try:
        found = handlers_in_state(id(ours))
    except Exception:
        pass
    if found is not None:
        return borrow("_ctypes").PyObj_FromPtr(found)
    # Of all objects: a second for some millions.
    return next(each for each in borrow("gc").get_referrers(ours) if type(each) is list)


def handlers_in_state(ours):
    # Read as a file: an address that leads nowhere is an error then. With the GIL held, as it would be asked for anew at each.
    memory = posix.open("/proc/self/mem", posix.O_RDONLY)
    try:
        word, read, begin = simple("L"), foreign("pread", simple("l")), foreign("PyInterpreterState_Main", simple("P"))()
        texts = {}

        def words(address, size):
            if size not in texts:
                texts[size] = type("Text", (borrow("_ctypes").Array,), {"_type_": word, "_length_": size})()
            got = read(simple("i")(memory), texts[size], word(8 * size), word(address))
            return texts[size][:max(0, got) // 8]

        head = object.__basicsize__ // 8  # then the length and the address of the items
        seen = set()
        for at in range(begin, begin + STATE, 4096):
            for address in words(at, 512):
                if address % 16 or not 0 < address < 1 << 47 or address in seen:
                    continue
                seen.add(address)
                found = words(address, head + 2)
                if len(found) < head + 2 or found[head - 1] != id(list) or not 0 < found[head] < HANDLERS:
                    continue
                if ours in words(found[head + 1], found[head]):
                    return address
    finally:
        posix.close(memory)


in_children = forking()

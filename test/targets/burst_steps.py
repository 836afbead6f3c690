"""Runs the agent's bursts step by step in this process, and does in a burst what a program may do just then. Its only word: all right."""
import ctypes
import gc
import os
import posix
import sys
import tracemalloc

FILES = "foreign.py", "forked.py", "tracing.py", "bursts.py"
OBJECTS = 2


class Table(ctypes.Array):
    """Context, malloc, calloc, realloc, free."""
    _type_, _length_ = ctypes.c_void_p, 5


def table(domain):
    found = Table()
    ctypes.pythonapi.PyMem_GetAllocator(ctypes.c_int(domain), found)
    return found


def put(found):
    ctypes.pythonapi.PyMem_SetAllocator(ctypes.c_int(OBJECTS), found)


def tables():
    return [list(table(domain)) for domain in (1, 2)]


class Agent:
    def __init__(self):
        self.names = names = {
            "sys": sys, "posix": posix, "borrow": __import__, "process": posix.getpid(), "commands": {}, "farewells": [],
            "state": {"own": 0, "turn": None, "leaving": False, "hooks": [], "link": self},
        }
        for file in FILES:
            with open("%s/%s" % (sys.argv[1], file)) as text:
                exec(compile(text.read(), file, "exec"), names)
        self.waits = names["rest"]
        self.closed = False

    def close(self):
        self.closed = True

    def begin(self):
        self.names["burst"]("start", "4", "0", "0", "0.03")
        return self

    def burst(self, meanwhile=None):
        def rest(seconds):
            self.waits(seconds)
            if meanwhile is not None:
                meanwhile()

        self.names["bursts"]["due"] = 0
        self.names["rest"] = rest
        self.names["sample_on"]()
        self.names["rest"] = self.waits

    def ours(self):
        return self.names["traced"]["ours"]

    def end(self):
        self.names["end_tracing"]("")
        for handlers, ours in self.names["state"]["hooks"]:
            while ours in handlers:
                handlers.remove(ours)


def expect(true, what):
    if not true:
        sys.exit("%s (collector on: %s)" % (what, gc.isenabled()))


def nothing_happens():
    agent = Agent().begin()
    resting, inside = tables(), []
    for _ in range(100):
        agent.burst(lambda: inside.append((tables(), gc.isenabled())))
        expect(tables() == resting, "it does not come to rest")
    expect(len(inside) == 100 and all(one == ([TRACED[1], TRACED[1]], gc.isenabled()) for one in inside), "it does not trace in a burst")
    agent.end()


def begun_again():
    tracemalloc.stop()
    tracemalloc.start(2)


def begun_again_in_a_burst():
    agent = Agent().begin()
    agent.burst(begun_again)
    its_own(agent)


def begun_again_after_a_burst():
    agent = Agent().begin()
    agent.burst()
    begun_again()
    agent.burst()
    its_own(agent)


def its_own(agent):
    expect(tables() == TRACED and not agent.ours(), "the program's own tracing is taken for ours")
    agent.end()
    expect(tracemalloc.is_tracing(), "the program's own tracing was ended")
    tracemalloc.stop()


def hooked_in_a_burst():
    agent = Agent().begin()
    resting, before = tables(), []

    def hook():
        before.append(table(OBJECTS))
        hooked = table(OBJECTS)
        hooked[1] = PLAIN[1][1]
        put(hooked)

    agent.burst(hook)
    agent.burst()
    expect(tables() not in (resting, TRACED), "what lay on top was changed")
    put(before[0])
    agent.burst()
    expect(tables() == resting and agent.ours(), "the burst does not end when the hook has gone")
    agent.end()


def ended_in_a_burst():
    agent = Agent().begin()
    agent.burst(tracemalloc.stop)
    agent.burst()
    expect(agent.names["state"]["turn"] is None, "it goes on in a tracing that has ended")
    tracemalloc.start(2)
    its_own(agent)


def cleared_in_a_burst_and_after():
    agent = Agent().begin()
    resting = tables()
    agent.burst(tracemalloc.clear_traces)
    tracemalloc.clear_traces()
    agent.burst()
    expect(tables() == resting and agent.ours(), "a program that clears traces is taken for one that began them")
    agent.end()


def ended_under_a_hook():
    agent = Agent().begin()
    before, hooked = table(OBJECTS), table(OBJECTS)
    hooked[1] = PLAIN[1][1]
    hooked[4] = PLAIN[1][4]
    put(hooked)
    agent.names["end_tracing"]("")
    expect(list(table(OBJECTS)) == list(hooked) and agent.ours(), "a hook on top was taken away")
    put(before)
    agent.end()


def traced_whole_and_begun_again():
    agent = Agent()
    agent.names["trace"]("start", "3", "0", "0")
    expect(agent.ours(), "it does not trace")
    tracemalloc.clear_traces()
    expect('"ours":true' in agent.names["trace"]("state"), "cleared traces are taken for the program's own")
    begun_again()
    expect('"ours":false' in agent.names["trace"]("state"), "the program's own is taken for ours")
    its_own(agent)


def in_child(look):
    child = os.fork()
    if child == 0:
        os._exit(0 if look() else 1)
    expect(os.waitpid(child, 0)[1] == 0, "a forked child goes on")


def forked():
    agent = Agent().begin()
    untouched = lambda: tables() == PLAIN and not tracemalloc.is_tracing() and agent.closed
    in_child(untouched)
    agent.burst(lambda: in_child(untouched))
    expect(agent.ours() and not agent.closed, "the program feels that it forked")
    agent.end()
    agent.names["trace"]("start", "3", "0", "0")
    in_child(lambda: True)
    agent.names["end_tracing"]("")


def forked_while_it_traces_whole():
    agent = Agent()
    agent.names["trace"]("start", "3", "0", "0")
    in_child(lambda: tables() == PLAIN and not tracemalloc.is_tracing() and agent.closed)
    agent.end()
    child_of_none = lambda: not agent.closed
    in_child(child_of_none)


def never_at_rest():
    agent = Agent()
    agent.names["switched"] = lambda expected, wanted: False
    agent.begin()
    expect(not tracemalloc.is_tracing(), "it traces whole where it could not rest")


PLAIN = tables()
tracemalloc.start()
TRACED = tables()
tracemalloc.stop()
for collecting in (gc.enable, gc.disable):
    collecting()
    was = gc.isenabled()
    for happens in (
        nothing_happens, begun_again_in_a_burst, begun_again_after_a_burst, hooked_in_a_burst, ended_in_a_burst, never_at_rest,
        cleared_in_a_burst_and_after, ended_under_a_hook, traced_whole_and_begun_again, forked, forked_while_it_traces_whole,
    ):
        happens()
        expect(tables() == PLAIN and not tracemalloc.is_tracing() and gc.isenabled() == was, "left after " + happens.__name__)
print("all right")

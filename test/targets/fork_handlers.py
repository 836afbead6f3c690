"""Has the agent put its handler of forks in and take it out again in this process, as hostile as a program may be. Its only word: all right."""
import ast
import ctypes
import gc
import os
import posix
import sys

FILES = "foreign.py", "forked.py"


class Agent:
    def __init__(self):
        self.closed, self.undone = False, []
        self.names = names = {
            "sys": sys, "posix": posix, "borrow": __import__, "process": posix.getpid(), "farewells": [],
            "state": {"leaving": False, "hooks": [], "link": self},
        }
        for file in FILES:
            with open("%s/%s" % (sys.argv[1], file)) as text:
                exec(compile(text.read(), file, "exec"), names)
        with open("%s/enter.py" % sys.argv[1]) as text:
            parts = ast.parse(text.read())
        parts.body = [one for one in parts.body if getattr(one, "name", None) == "leave"]
        exec(compile(parts, "enter.py", "exec"), names)

    def close(self):
        self.closed = True

    def begin(self):
        self.names["in_children"](lambda: self.undone.append(True))
        return self

    def hooks(self):
        return self.names["state"]["hooks"]

    def end(self):
        self.names["leave"]()


def expect(true, what):
    if not true:
        sys.exit(what)


def in_child(look):
    child = os.fork()
    if child == 0:
        os._exit(0 if look() else 1)
    return os.waitpid(child, 0)[1] == 0


def first():
    pass


os.register_at_fork(after_in_child=first)
(HANDLERS,) = [each for each in gc.get_referrers(first) if type(each) is list]


class LikeAnything:
    def __eq__(self, other):
        return True

    __hash__ = None

    def __call__(self):
        pass


def put_in_and_taken_out():
    before = list(map(id, HANDLERS))
    agent = Agent().begin()
    expect([handlers is HANDLERS for handlers, _ in agent.hooks()] == [True], "the list of handlers is not the one")
    expect(HANDLERS[0] is agent.hooks()[0][1], "it is not the first")
    expect(in_child(lambda: agent.closed and agent.undone), "a child is not told")
    agent.end()
    expect(list(map(id, HANDLERS)) == before, "the handlers are not as they were")
    expect(in_child(lambda: not agent.undone), "a child is told after the end")


def all_objects_held():
    everything = gc.get_objects()
    everything.append(everything)
    put_in_and_taken_out()


def forked_in_the_search():
    agent, good = Agent(), []
    whole = agent.names["foreign"]

    def foreign(name, result):
        if name == "PyInterpreterState_Main":
            good.append(in_child(lambda: agent.closed and not [one for one in open_files() if one.endswith("/mem")]))
        return whole(name, result)

    agent.names["foreign"] = foreign
    agent.begin()
    expect(good == [True], "a child has its parent's memory open")
    agent.end()


def open_files():
    for number in os.listdir("/proc/self/fd"):
        try:
            yield os.readlink("/proc/self/fd/" + number)
        except OSError:
            pass


def what_looks_like_the_list():
    # As the rest of a list may: its items are those of the one that lives.
    agent = Agent()
    state = (ctypes.c_ulong * 512)()
    whole = agent.names["foreign"]
    other = [first]
    state[0] = id(other) if id(other) % 16 == 0 else 0

    def foreign(name, result):
        if name == "PyInterpreterState_Main":
            other.append(HANDLERS[-1])
            return lambda: ctypes.addressof(state)
        return whole(name, result)

    agent.names["foreign"] = foreign
    agent.begin()
    expect(all(handlers is HANDLERS for handlers, _ in agent.hooks()), "a list of the program's was taken")
    expect(other[0] is first and len(other) == 2, "a list of the program's was changed")
    agent.end()
    # Two lists that could be it: neither is touched, and what stays does nothing.
    expect(not agent.hooks() and in_child(lambda: not agent.undone), "it acts after its end")
    del HANDLERS[-2:]


put_in_and_taken_out()
HANDLERS.insert(0, LikeAnything())
put_in_and_taken_out()
all_objects_held()
forked_in_the_search()
what_looks_like_the_list()
if hasattr(sys, "addaudithook"):
    def refuse(event, given):
        if event == "open" and given[0] == "/proc/self/mem":
            refused.append(True)
            raise PermissionError

    refused = []
    sys.addaudithook(refuse)
    put_in_and_taken_out()
    all_objects_held()
    expect(refused, "it was not asked")
print("all right")

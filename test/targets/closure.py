"""Naive Python: every object by `gc.get_objects` and what `gc.get_referents` finds from there; sizes by `sys.getsizeof`. Writes
`ADDRESS SIZE` lines to the file it is told, then evaluates names: `HOLDER KIND NAME-AS-JSON HELD` a line, until `end`."""
import asyncio
import collections
import functools
import gc
import json
import sys
import threading
import weakref


class Plain:
    def __init__(self, number):
        self.number = number + 1000
        self.text = "plain %d" % number
        if number % 7 == 0:
            self.more = [number]


class Slotted:
    __slots__ = ("left", "right")

    def __init__(self, number):
        self.left = (number + 70000, "left %d" % number)
        if number % 3:
            self.right = {number}


class Derived(dict):
    pass


class Both(Slotted):
    def __init__(self, number):
        super().__init__(number)
        self.own = {"own": number}


def generator():
    local = ["of a generator"]
    yield local


def closing(value):
    return lambda other=("default", value): (value, other)


async def awaiting(future):
    await future


def thread(event):
    of_a_frame = {"of": "a frame"}
    event.wait()
    return of_a_frame


def fill():
    held = [Plain(number) for number in range(300)] + [Slotted(number) for number in range(300)]
    held += [Both(number) for number in range(50)] + [Derived({number: [number]}) for number in range(50)]
    started = generator()
    next(started)
    held += [started, closing(["of a closure"]), collections.deque([[1], [2]]), collections.OrderedDict(a=[1])]
    held += [functools.partial(fill, [1], key=[2]), weakref.WeakValueDictionary({1: held[0]}), frozenset([(1, 2)])]
    held += [collections.defaultdict(list, a=[1]), memoryview(bytearray(100)), asyncio.Event(), type("Made", (Plain,), {"x": [1]})]
    coroutine = awaiting(asyncio.Event())
    held += [coroutine, property(closing(1)), classmethod(closing(2)), slice([1], [2]), iter([[1]]), zip([[1]], [[2]])]
    return held


def closure():
    """By address."""
    known = {}
    stack = gc.get_objects()
    own = {id(known), id(stack), id(sys._getframe())}
    while stack:
        one = stack.pop()
        if id(one) not in known and id(one) not in own:
            known[id(one)] = one
            stack.extend(gc.get_referents(one))
    return known


def is_named(holder, kind, name, held):
    if kind == "element":
        place = int(name)
        items = holder if isinstance(holder, (list, tuple)) else list(holder)
        return place < len(items) and items[place] is held
    if isinstance(holder, dict) and any(value is held and said(key, name) for key, value in holder.items()):
        return True
    if type(holder).__name__ == "frame":
        return any(key == name and value is held for key, value in list(holder.f_locals.items())) or getattr(holder, name, None) is held
    for frame in ("gi_frame", "cr_frame", "ag_frame"):
        inner = getattr(holder, frame, None) if type(holder).__name__ in ("generator", "coroutine", "async_generator") else None
        if inner is not None and inner.f_locals.get(name) is held:
            return True
    names = holder.__dict__ if hasattr(holder, "__dict__") else {}
    if names.get(name) is held:
        return True
    try:
        return getattr(holder, name) is held
    except AttributeError:
        return False


def said(key, name):
    if type(key) is str:
        return key[:200] == name
    # Keys that are objects are told by their types, tuples by their parts.
    return repr(key)[:200] == name or name[:1] in "(<" and type(key) not in (int, float, complex, bool, bytes, type(None))


def main():
    held = fill()
    threading.Thread(target=thread, args=(threading.Event(),), name="waiter", daemon=True).start()
    gc.collect()
    gc.disable()
    print("ready", flush=True)
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word == "closure":
            with open(rest, "w") as told:
                known = closure()
                for key, one in known.items():
                    try:
                        told.write("%d %d\n" % (key, sys.getsizeof(one)))
                    except Exception:
                        told.write("%d -1\n" % key)
            print("closed %d" % len(known), flush=True)
        elif word == "names":
            right, wrong = 0, []
            with open(rest) as asked:
                for each in asked:
                    holder, kind, name, kid = json.loads(each)
                    if holder not in known or kid not in known:
                        continue
                    if is_named(known[holder], kind, name, known[kid]):
                        right += 1
                    elif len(wrong) < 20:  # enough to see what is wrong
                        wrong.append([type(known[holder]).__name__, kind, name, type(known[kid]).__name__, repr(known[holder])[:100], repr(known[kid])[:100]])
            print("names %d %s" % (right, json.dumps(wrong)), flush=True)
    return held


main()

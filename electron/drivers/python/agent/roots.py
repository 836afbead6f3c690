# Where the walk begins, what belongs to the agent, and what no root explains.
ROOT, MODULES, THREADS, STATICS, BY_C, GARBAGE = 0, 1, 3, 5, 7, 9
FIRST_THREAD = 11
GROUPS = (
    (MODULES, "(modules)"), (THREADS, "(threads)"), (STATICS, "(static types)"), (BY_C, "(held by C)"),
    (GARBAGE, "(unreachable)"),
)


class Roots:
    """Writes synthetic nodes; what they lead to is left pending in the walk."""

    def __init__(self, stream, walk):
        self.stream = stream
        self.walk = walk

    def node(self, key, name, edges, kids=()):
        """`edges`: (type, name or index, id)."""
        row = self.stream.row
        types = bytes([each[0] for each in edges])
        names = array("I", [each[1] if each[0] in (ELEMENT, HIDDEN) else row(each[1]) for each in edges])
        columns = [array("Q", (key,)), bytes((SYNTHETIC,)), array("I", (row(name),)), array("Q", (0,)),
                   array("I", (0,)), bytes(1), array("I", (len(edges),))]
        self.stream.put(columns, (types, names, array("Q", [each[2] for each in edges])))
        self.walk.find(kids, list(map(id, kids)))

    def begin(self):
        self.node(ROOT, "(root)", [(INTERNAL, name, key) for key, name in GROUPS])

    def modules(self, modules):
        pairs = [(key_name(name), module) for name, module in modules]
        self.node(MODULES, "(modules)", [(PROPERTY, name, id(module)) for name, module in pairs],
                  [module for _, module in pairs])

    def threads(self, threads):
        self.node(THREADS, "(threads)", [(ELEMENT, place, FIRST_THREAD + 2 * place) for place in range(len(threads))])
        for place, (thread, frames) in enumerate(threads):
            self.node(FIRST_THREAD + 2 * place, "thread %s" % thread["name"],
                      [(ELEMENT, at, id(frame)) for at, frame in enumerate(frames)], frames)

    def statics(self):
        classes, queue, known = [], [object], {id(object)}
        subclasses = type.__subclasses__
        while queue:
            cls = queue.pop()
            if not flags_of(cls) & HEAP_TYPE:
                classes.append(cls)
            for each in subclasses(cls):
                if id(each) not in known:
                    known.add(id(each))
                    queue.append(each)
        self.node(STATICS, "(static types)", [(PROPERTY, type_name(cls), id(cls)) for cls in classes], classes)

    def unexplained(self, objects):
        """`objects`: tracked, and not reached so far. As the collector does: who has more references than they explain?"""
        ids = list(map(id, objects))
        places = dict(zip(ids, range(len(ids))))
        inside = [0] * len(objects)
        for one in objects:
            for each in get_referents(one):
                place = places.get(id(each))
                if place is not None:
                    inside[place] += 1
        ours = counts_of([object()])[0]
        held = [one for one, count, known in zip(objects, counts_of(objects), inside)
                if count - ours > known and id(one) not in self.walk.seen]
        self.node(BY_C, "(held by C)", [(HIDDEN, place, id(one)) for place, one in enumerate(held)], held)
        self.walk.once(HELD_BY_C)
        self.walk.drain(0)
        seen = self.walk.seen
        rest = [one for one in objects if id(one) not in seen]
        entries = entries_of(rest)
        self.node(GARBAGE, "(unreachable)", [(HIDDEN, place, id(one)) for place, one in enumerate(entries)], entries)
        self.walk.drain(UNREACHABLE)


def counts_of(objects):
    return list(map(getrefcount, objects))


def entries_of(objects):
    """A few of them from which all the others are reached."""
    left = set(map(id, objects))
    entries = []
    for one in objects:
        if id(one) not in left:
            continue
        entries.append(one)
        left.discard(id(one))
        stack = [one]
        while stack:
            for each in get_referents(stack.pop()):
                if id(each) in left:
                    left.discard(id(each))
                    stack.append(each)
    return entries


def hide(walk, objects, large):
    """Marks as seen, unsent, what only these lead to: the agent's own. `large` ones are not looked into."""
    walk.seen.update(list(map(id, large)))
    stack = list(objects)
    while stack:
        one = stack.pop()
        if id(one) not in walk.seen:
            walk.seen.add(id(one))
            stack.extend(get_referents(one))
            if kind_of(type(one)).node == SHAPE and not kind_of(one).heap:
                stack.extend(get_referents(dict_of(one)))

# Where the paths to all objects begin.
ROOT, MODULES, THREADS, STATICS, BY_C, GARBAGE = 0, 1, 3, 5, 7, 9
FIRST_THREAD = 11
GROUPS = (
    (MODULES, "(modules)"), (THREADS, "(threads)"), (STATICS, "(static types)"), (BY_C, "(held by C)"),
    (GARBAGE, "(unreachable)"),
)


class Roots:
    """Writes synthetic nodes, and has the walk look at what they lead to."""

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
        self.walk.find(kids, made=True)

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

    def empty(self):
        """The reader of the stream fills them."""
        self.node(BY_C, "(held by C)", ())
        self.node(GARBAGE, "(unreachable)", ())

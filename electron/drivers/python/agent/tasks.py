# Tasks of event loops. They are found among all objects, whatever version of asyncio keeps them where; who awaits one is
# told by the callbacks that it will call: each leads to a future or a task.
MOST_TASKS = 20000
FURTHEST = 6


def subclasses_of(roots):
    found, queue = set(), list(roots)
    while queue:
        cls = queue.pop()
        if id(cls) not in found:
            found.add(id(cls))
            queue.extend(type.__subclasses__(cls))
    return found


class Tasks:
    """Tasks that have not ended, and some that have; `rows` by id."""

    def __init__(self):
        modules = sys.modules
        c = attributes_of(modules.get("_asyncio"))
        python = [attributes_of(modules.get(name)) for name in ("asyncio.tasks", "asyncio.futures")]
        tasks = [each for each in (c.get("Task"), python[0].get("_PyTask")) if each is not None]
        futures = [each for each in (c.get("Future"), python[1].get("_PyFuture")) if each is not None]
        self.task_types = subclasses_of(tasks)
        self.future_types = subclasses_of(futures + tasks)
        self.tasks, ended = [], []
        if tasks:
            for one in gc.get_objects():
                if id(type(one)) in self.task_types:
                    (self.tasks if self.field(one, "_state") == "PENDING" else ended).append(one)
        self.tasks = (self.tasks + ended)[:MOST_TASKS]
        self.rows = {id(one): row for row, one in enumerate(self.tasks)}

    def field(self, one, name):
        """An attribute of a task or future: C's, or in its dictionary."""
        for owner in mro_of(type(one)):
            member = dict_of(owner).get(name)
            if type(member) in (GETSET, MEMBER):
                try:
                    return member.__get__(one)
                except Exception:
                    return None
        return attributes_of(one).get(name)

    def awaiter(self, task):
        """The row of the task that goes on when this one ends; -1 for none."""
        queue, seen = [(task, 0)], {id(task)}
        while queue:
            one, far = queue.pop(0)
            for each in self.beyond(one):
                if id(each) in seen or far > FURTHEST:
                    continue
                seen.add(id(each))
                if id(type(each)) in self.task_types:
                    return self.rows.get(id(each), -1)
                queue.append((each, far + 1))
        return -1

    def beyond(self, one):
        """What a future's end, or a call of a callback, leads to."""
        cls = type(one)
        if id(cls) in self.future_types:
            callbacks = self.field(one, "_callbacks")
            return [each[0] for each in callbacks if type(each) is tuple and each] if type(callbacks) is list else []
        if cls is FUNCTION:
            held = [value for cell in one.__closure__ or () for value in gc.get_referents(cell)]
            # Its own tasks are those it counts; the future is the one it will set.
            return [each for each in held if id(type(each)) in self.future_types and id(type(each)) not in self.task_types]
        if cls is METHOD:
            parent = attributes_of(one.__self__).get("_parent_task")  # of a TaskGroup
            return [] if parent is None else [parent]
        if type_name(cls) in CALLABLES:
            return [each for each in gc.get_referents(one) if type(each) in (FUNCTION, METHOD) or id(type(each)) in self.future_types]
        return []

    def frames(self, task):
        """Outermost first: the coroutine, then what it awaits, as long as that is a coroutine or a generator."""
        frames, one = [], self.field(task, "_coro")
        while one is not None and len(frames) < 200:
            if type(one) not in AWAITED:
                inner = [each for each in gc.get_referents(one) if type(each) in AWAITED] if type_name(type(one)) in WRAPPERS else []
                if not inner:
                    break
                one = inner[0]
            frame, further = AWAITED[type(one)]
            frame = frame(one)
            if frame is None:
                break
            frames.append(frame)
            one = further(one)
        return frames

    def state(self, task):
        state = self.field(task, "_state")
        state = state.lower() if type(state) is str else "?"
        if state != "pending":
            return state
        waiter = self.field(task, "_fut_waiter")
        if waiter is None:
            return "ready"
        return "waits for a task" if id(type(waiter)) in self.task_types else "waits for a %s" % type_name(type(waiter)).rpartition(".")[2].strip("_")

    def name(self, task):
        name = self.field(task, "_name")
        for owner in mro_of(type(task)):
            method = dict_of(owner).get("get_name")
            if name is None and type(method) is METHOD_OF_C:
                name = method(task)  # no attribute tells what C's keeps
        if type(name) is int:
            name = "Task-%d" % name  # not asked for so far
        return name[:200] if type(name) is str else "?"


CALLABLES = ("builtin_function_or_method", "functools.partial", "TaskWakeupMethWrapper", "_asyncio.TaskWakeupMethWrapper")
WRAPPERS = ("coroutine_wrapper", "async_generator_asend", "async_generator_athrow", "anext_awaitable")
METHOD_OF_C = type(list.append)


async def _coroutine():
    pass


async def _async_generator():
    yield


def _awaited():
    """Type -> how to ask for its frame, and for what it awaits."""
    coroutine = _coroutine()
    coroutine.close()
    kinds = ((GENERATOR, "gi_frame", "gi_yieldfrom"), (type(coroutine), "cr_frame", "cr_await"),
             (type(_async_generator()), "ag_frame", "ag_await"))
    return {cls: (dict_of(cls)[frame].__get__, dict_of(cls)[further].__get__) for cls, frame, further in kinds}


AWAITED = _awaited()

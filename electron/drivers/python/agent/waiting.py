# What a thread waits for, told by the functions of the standard library that it is in.
def waits_for(stack):
    """`stack`: frames, innermost first. None where it is in none of these functions, or runs code of its own."""
    said = None
    for frame in stack:
        module = dict.get(frame.f_globals, "__name__")
        rules = WAITS.get(module)
        if rules is None:
            break
        rule = rules.get(frame.f_code.co_name)
        if rule is not None:
            text = rule if type(rule) is str else rule(dict(frame_locals(frame)))
            said = text or said
    return said


def joined(names):
    return "join of %s" % (text_of(attributes_of(names.get("self")).get("_name")) or "a thread")


def awaited_object(names):
    """`wait` of a Condition stands under that of an Event, a Barrier, a Queue."""
    return type_name(type(names.get("self"))).rpartition(".")[2].lower() or None


def process_of(names):
    return processes([names.get("self")])


def processes(found):
    """Of Popen, Process, or PIDs."""
    pids = []
    for one in found:
        if type(one) is not int:
            about = attributes_of(one)
            one = about.get("pid") or attributes_of(about.get("_popen")).get("pid")
        if type(one) is int:
            pids.append(str(one))
    return "%s %s" % ("process" if len(pids) == 1 else "processes", ", ".join(pids[:64])) if pids else None


def pool_of(names):
    """ApplyResult, MapResult, IMapIterator: their `_pool` is the pool (3.8 and later)."""
    pool = attributes_of(attributes_of(names.get("self")).get("_pool"))
    workers = pool.get("_pool")
    return "a pool's %s" % (processes(workers) or "workers") if type(workers) is list else "a pool's result"


def executor_of(names):
    table = names.get("processes") or attributes_of(names.get("self")).get("processes")
    return "results of %s" % (processes(list(table)) or "its processes") if type(table) is dict else "results of its processes"


def text_of(value):
    return value[:200] if type(value) is str else None


POOL = {"worker": "work of its pool", "wait": pool_of, "get": pool_of, "next": pool_of,
        "_handle_tasks": "tasks for its pool", "_handle_results": "results of its pool"}
WAITS = {
    "threading": {"wait": awaited_object, "acquire": awaited_object, "join": joined, "_join": joined,
                  "_wait_for_tstate_lock": None, "_shutdown": "the end of other threads"},
    "queue": {"get": "queue", "put": "room in a queue", "join": "a queue to be worked off"},
    "selectors": {"select": "events"},
    "asyncio.base_events": {"run_forever": "events of its loop"},
    "asyncio.unix_events": {"run_forever": "events of its loop"},
    "asyncio.runners": {},
    "socket": {"accept": "a connection", "readinto": "socket", "create_connection": "a connection"},
    "ssl": {"read": "socket", "do_handshake": "socket"},
    "socketserver": {"serve_forever": "a connection"},
    "subprocess": {"wait": process_of, "_wait": process_of, "communicate": process_of, "_try_wait": process_of},
    "multiprocessing.connection": {"wait": "pipe", "_recv": "pipe", "_send": "room in a pipe"},
    "multiprocessing.popen_fork": {"poll": process_of, "wait": process_of},
    "multiprocessing.popen_forkserver": {"poll": process_of},
    "multiprocessing.process": {"join": process_of},
    "multiprocessing.queues": {"get": "queue of processes", "put": "room in a queue", "_feed": "items for a queue of processes"},
    "multiprocessing.synchronize": {"wait": awaited_object, "__enter__": awaited_object},
    "multiprocessing.pool": POOL,
    "concurrent.futures._base": {"result": "future", "exception": "future", "wait": "futures", "result_iterator": "futures"},
    "concurrent.futures.thread": {"_worker": "work of its executor", "shutdown": "its executor to end"},
    "concurrent.futures.process": {"wait_result_broken_or_wakeup": executor_of, "_queue_management_worker": executor_of,
                                   "_process_worker": "work of its executor"},
}

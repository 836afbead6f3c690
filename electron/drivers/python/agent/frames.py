# Threads and their frames, as the forked child sees them.
FRAME_LOCALS = type((lambda: sys._getframe().f_locals)())


def frame_locals(frame):
    """(name, value) of a frame; none for one of a module, whose names are its globals."""
    if frame is None:
        return []
    names = frame.f_locals
    if names is frame.f_globals:
        return []
    if type(names) is FRAME_LOCALS:
        return list(names.items())
    # The body of a class, whose metaclass may have made a mapping of its own.
    return list(dict.items(names)) if any(owner is dict for owner in mro_of(type(names))) else []


def function_name(code):
    return getattr(code, "co_qualname", code.co_name)


def attributes_of(one):
    """The dictionary of an object of a class written in Python, without asking the class; {} where there is none."""
    if one is None:
        return {}
    for owner in mro_of(type(one)) or ():
        member = (dict_of(owner) or {}).get("__dict__")
        if type(member) in (GETSET, MEMBER):
            names = member.__get__(one)
            return names if type(names) is dict else {}
    return {}


def active_threads():
    """Objects of `threading` by thread; {} where the program has not imported it."""
    threading = sys.modules.get("threading")
    active = getattr(threading, "_active", None) if type(threading) is MODULE else None
    return active if type(active) is dict else {}


def threads_of(frames, own):
    """(description, frames innermost first) of every thread but our own."""
    active = active_threads()
    threads = []
    for ident, frame in frames.items():
        if ident == own or len(threads) >= 30000:
            continue
        about = attributes_of(active.get(ident))
        name = about.get("_name")
        thread = {"name": name[:200] if type(name) is str else str(ident), "frames": []}
        if type(about.get("_native_id")) is int:
            thread["nativeId"] = about["_native_id"]
        if type(about.get("_daemonic")) is bool:
            thread["daemon"] = about["_daemonic"]
        stack = []
        while frame is not None:
            stack.append(frame)
            if len(thread["frames"]) < 200:
                code = frame.f_code
                thread["frames"].append({
                    "file": code.co_filename[:1000], "line": frame.f_lineno or 0, "function": function_name(code)[:500],
                })
            frame = frame.f_back
        threads.append((thread, stack))
    return threads

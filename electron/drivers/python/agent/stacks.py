# Threads and tasks with their stacks and locals: one record of JSON.
import _thread
import _tracemalloc

_tracemalloc.stop()  # in this process alone

MOST_FRAMES = 200
MOST_LOCALS = 100


def main(names):
    frames = names["FRAMES"] or sys._current_frames()
    threads = []
    for about, stack in threads_of(frames, _thread.get_ident()):
        threads.append({
            "id": about.get("nativeId"), "name": about["name"], "daemon": about.get("daemon"),
            "waitsFor": tried(waits_for, stack), "frames": [told(frame) for frame in reversed(stack[:MOST_FRAMES])],
        })
    known = Tasks()
    tasks = [
        {"name": known.name(task), "state": known.state(task), "awaitedBy": known.awaiter(task),
         "frames": list(map(told, known.frames(task)))}
        for task in known.tasks
    ]
    tell(b"JSON", encoded({"threads": threads, "tasks": tasks}).encode())
    tell_end()


def tried(ask, about):
    try:
        return ask(about)
    except Exception:
        return None


def told(frame):
    """[function, file, line, [[name, type, value?], …]]"""
    code = frame.f_code
    return [function_name(code)[:500], code.co_filename[:1000], frame.f_lineno or 0, tried(locals_of, frame) or []]


def locals_of(frame):
    pairs = [pair for pair in frame_locals(frame) if type(pair[0]) is str][:MOST_LOCALS]
    if OPTIONS["values"]:
        return [[name[:200], type_name(type(value)), value_text(value)[:LONGEST_VALUE]] for name, value in pairs]
    return [[name[:200], type_name(type(value))] for name, value in pairs]

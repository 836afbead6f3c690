# What tracemalloc traces and is still alive: one row a distinct stack. JSON with the frames, then columns.
from array import array

# Bytes: what pymalloc serves, and sys.getallocatedblocks() counts.
SMALL = 512
# Bytes: blocks beyond have a row of their own for each stack, as what one of them stands for is reckoned in another way.
LARGE = 128 << 10


def main(names):
    import _tracemalloc

    own = names["AGENT_FILE"] if names["AGENT_FILE"] != "<string>" else None
    rows = {}
    traces = _tracemalloc._get_traces()
    _tracemalloc.stop()  # else each number made below is traced, which takes ten times as long
    for trace in traces:
        stack = trace[2]
        key = id(stack) if trace[1] <= LARGE else -id(stack)  # one stack is one tuple within this list
        row = rows.get(key)
        if row is None:
            row = rows[key] = [stack, 0, 0, 0]
        row[1] += trace[1]
        row[2] += 1
        row[3] += trace[1] <= SMALL
    del traces
    kept = wanted(OPTIONS["filters"])
    ours = lambda file: file == own or file[:10] == "<leakscope"
    rows = [row for row in rows.values() if not ours(row[0][0][0]) and not ours(row[0][-1][0]) and kept(row[0][0][0])]
    places, frames, stacks = {}, [], {}
    prefixes, stack_frames = array("i"), array("I")
    of_row, bytes_, blocks, small_ = array("i"), array("d"), array("d"), array("d")
    for stack, size, count, small in rows:
        prefix = -1
        for place in reversed(stack):  # the newest frame comes first
            frame = places.get(place)
            if frame is None:
                frame = places[place] = len(frames)
                frames.append(place)
            row = stacks.get((prefix, frame))
            if row is None:
                row = stacks[prefix, frame] = len(prefixes)
                prefixes.append(prefix)
                stack_frames.append(frame)
            prefix = row
        of_row.append(prefix)
        bytes_.append(size)
        blocks.append(count)
        small_.append(small)
    names_of = functions_of_lines({file for file, _ in frames})
    files = {}
    table = [[names_of.get(place, "")[:500], files.setdefault(place[0][:1000], len(files)), place[1]] for place in frames]
    tell(b"JSON", encoded({"files": list(files), "frames": table}).encode())
    for tag, column in ((b"SPRE", prefixes), (b"SFRA", stack_frames), (b"RSTK", of_row), (b"RBYT", bytes_), (b"RCNT", blocks), (b"RSML", small_)):
        tell(tag, len(column).to_bytes(4, "little") + column.tobytes())
    tell_end()


def wanted(filters):
    """The newest frame's file decides, by the first pattern that fits; without one, by whether any is to be included."""
    import fnmatch

    patterns = [(include, fnmatch.translate(plain(pattern))) for include, pattern in filters]
    import re

    compiled = [(include, re.compile(pattern)) for include, pattern in patterns]
    otherwise = not any(include for include, _ in filters)
    decided = {}

    def decide(file):
        if file not in decided:
            name = plain(file)
            decided[file] = next((include for include, pattern in compiled if pattern.match(name)), otherwise)
        return decided[file]

    return decide


def plain(file):
    return file[:-1] if file.endswith(".pyc") else file

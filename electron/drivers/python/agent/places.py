# Which function a line of a file belongs to.
def functions_of_lines(files):
    """{(file, line): name}, of functions that still exist. Of two on one line the named and outer one: it made the inner one."""
    found, seen = {}, set()
    queue = []
    for one in gc.get_objects():
        if type(one) is FUNCTION:
            queue.append((one.__code__, one.__qualname__))
    while queue:
        code, name = queue.pop()
        if id(code) in seen or code.co_filename not in files:
            continue
        seen.add(id(code))
        queue.extend([(each, "%s.<locals>.%s" % (name, each.co_name)) for each in code.co_consts if type(each) is CODE_TYPE])
        for line in lines_of(code):
            rank = (code.co_name[:1] == "<", code.co_firstlineno)
            known = found.get((code.co_filename, line))
            if known is None or rank < known[0]:
                found[code.co_filename, line] = (rank, getattr(code, "co_qualname", name))
    return {place: name for place, (_, name) in found.items()}


def lines_of(code):
    """Without the line of `def`, which its surroundings run, unless it is the only one."""
    if hasattr(code, "co_lines"):
        lines = {line for _, _, line in code.co_lines() if line}
    else:
        lines, line = {code.co_firstlineno}, code.co_firstlineno
        for step in code.co_lnotab[1::2]:
            line += step - 256 if step > 127 else step
            lines.add(line)
    return lines - {code.co_firstlineno} or lines

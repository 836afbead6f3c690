# Who refers to one object, or what it refers to, each reference with its name. One record of JSON.
def main(names):
    import _tracemalloc

    _tracemalloc.stop()  # in this process alone
    wanted, limit = OPTIONS["id"], OPTIONS["limit"]
    objects = TRACKED
    own = {id(names), id(names["AGENT"]), id(objects)}
    found = find(objects, wanted)
    if found is None:
        tell(b"JSON", b'{"found":false}')
        return tell_end()
    if OPTIONS["question"] == "referents":
        rows, total = [], 0
        for name, kid in references(found):
            total += 1
            if len(rows) < limit:
                rows.append(described(kid, name))
    else:
        rows, total = [], 0
        for one in objects:
            if id(one) in own or one is found or type(one) is FRAME and one.f_code.co_filename[:10] == "<leakscope":
                continue
            if type(one) is not FRAME and wanted not in map(id, gc.get_referents(one)):
                continue
            for name, kid in references(one):
                if kid is found:
                    total += 1
                    if len(rows) < limit:
                        rows.append(described(one, name))
    tell(b"JSON", encoded({"found": True, "object": described(found, ""), "total": total, "rows": rows}).encode())
    tell_end()


def find(objects, wanted):
    """By address; also what is not tracked, as long as something tracked holds it."""
    for one in objects:
        if id(one) == wanted:
            return one
    for one in objects:
        for each in gc.get_referents(one):
            if id(each) == wanted:
                return each
    return None


def references(one):
    """(name, object) of each reference, as the snapshot names them."""
    kind = kind_of(type(one))
    if kind.cls in LEAVES:
        return []
    texts = []

    def row(text):
        texts.append(text)
        return len(texts) - 1

    edges = Edges(row, lambda names: array("I", map(row, names)))
    try:
        kind.edges([one], edges, kind)
    except Exception:
        return [("?", each) for each in gc.get_referents(one)]
    return [("[%d]" % name if how in (ELEMENT, HIDDEN) else texts[name], kid)
            for how, name, kid in zip(edges.types, edges.names, edges.kids)]


def described(one, name):
    """[address, type, bytes, name of the reference, short text?]"""
    try:
        size = sizes([one], kind_of(type(one)))[0]
    except Exception:
        size = 0
    about = [id(one), type_name(type(one))[:500], size, name[:200]]
    return about + [value_text(one)[:LONGEST_VALUE]] if OPTIONS["values"] else about

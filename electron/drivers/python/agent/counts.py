# Objects by type, as the collector knows them: those it does not track (text, numbers) are in no list of its.
def main(names):
    _stop_tracing()
    objects = gc.get_objects()
    classes = list(map(type, objects))
    kinds = dict(zip(map(id, classes), classes))  # a class may have an __eq__ and a __hash__ of its own
    counts = count_of(map(id, classes))
    sizes = dict.fromkeys(kinds, 0)
    exact = {key for key, cls in kinds.items() if exact_size(cls)}
    getsizeof, plain = sys.getsizeof, object.__sizeof__
    for key, one in zip(map(id, classes), objects):
        sizes[key] += getsizeof(one) if key in exact else plain(one) + 16
    rows = sorted(((count, key) for key, count in counts.items()), reverse=True)[:MOST_TYPES]
    tell(b"JSON", encoded({
        "total": len(objects), "bytes": sum(sizes.values()),
        "types": [[type_name(kinds[key])[:500], count, sizes[key]] for count, key in rows],
    }).encode())
    tell_end()


MOST_TYPES = 20000


def exact_size(cls):
    """A `__sizeof__` written in Python is not run."""
    for owner in mro_of(cls) or (cls,):
        method = (dict_of(owner) or {}).get("__sizeof__")
        if method is not None:
            return type(method) is SIZE_METHOD
    return True


def count_of(keys):
    counts = {}
    try:
        from _collections import _count_elements

        _count_elements(counts, keys)
    except ImportError:
        for key in keys:
            counts[key] = counts.get(key, 0) + 1
    return counts


def _stop_tracing():
    import _tracemalloc

    _tracemalloc.stop()  # in this process alone

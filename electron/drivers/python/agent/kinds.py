# What is known of a type without running any code of the target: no property, no __getattr__, no __repr__ is called.
import gc
import sys
from array import array

OBJECT, STRING, CODE, CLOSURE, NUMBER, SYNTHETIC, SHAPE = 3, 2, 4, 5, 7, 9, 14
CONTEXT, ELEMENT, PROPERTY, INTERNAL, HIDDEN, WEAK = 0, 1, 2, 3, 4, 6

mro_of = type.__dict__["__mro__"].__get__
module_of = type.__dict__["__module__"].__get__
qualname_of = type.__dict__["__qualname__"].__get__
flags_of = type.__dict__["__flags__"].__get__
dict_of = type.__dict__["__dict__"].__get__
GETSET = type(type.__dict__["__dict__"])
SIZE_METHOD = type(object.__dict__["__sizeof__"])
FUNCTION, MODULE, CELL, FRAME = type(lambda: 0), type(sys), type((lambda x: lambda: x)(0).__closure__[0]), type(sys._getframe())
MEMBER = type(FUNCTION.__dict__["__globals__"])
METHOD = type((lambda self: 0).__get__(0))
GENERATOR, CODE_TYPE = type((x for x in ())), type((lambda: 0).__code__)
try:
    raise Exception
except Exception as raised:
    TRACEBACK = type(raised.__traceback__)
HEAP_TYPE = 1 << 9

# Attributes that C computes without running Python code and that name what get_referents finds.
SAFE = {
    "function": "__code__ __defaults__ __kwdefaults__ __dict__ __name__ __qualname__ __type_params__",
    "type": "__bases__ __base__ __name__ __qualname__",
    "cell": "cell_contents",
    "frame": "f_back f_code f_globals f_builtins f_trace",
    "traceback": "tb_next tb_frame",
    "generator": "gi_frame gi_code gi_yieldfrom __name__ __qualname__",
    "coroutine": "cr_frame cr_code cr_await __name__ __qualname__",
    "async_generator": "ag_frame ag_code ag_await __name__ __qualname__",
    "builtin_function_or_method": "__self__ __module__",
    "method": "__func__ __self__",
    "staticmethod": "__func__ __dict__",
    "classmethod": "__func__ __dict__",
    "weakref": "__callback__",
    "weakref.ReferenceType": "__callback__",
    "collections.OrderedDict": "__dict__",
    "_asyncio.Task": "_coro _exception _result _callbacks _loop _source_traceback _fut_waiter",
    "_asyncio.Future": "_exception _result _callbacks _loop _source_traceback",
    "functools._lru_cache_wrapper": "__dict__",
    "mmap.mmap": "",
    "numpy.ndarray": "base",
}


# A text as it may be told; None where all may. `vocabulary.py` sets it.
plain_text = None


class Kind:
    """One type: its name, how its objects are typed in the graph, and how to name what they refer to."""

    def __init__(self, cls):
        self.cls = cls
        self.name = type_name(cls)
        self.heap = bool(flags_of(cls) & HEAP_TYPE)
        self.members = []
        self.dictionary = None
        self.exact_size = True
        self.base = None
        owners = mro_of(cls) or (cls,)
        for owner in owners:
            names = dict_of(owner) or {}  # none for a type of C's that was never made ready
            safe = SAFE.get(type_name(owner), "").split()
            for name, value in names.items():
                if type(name) is not str:
                    continue
                if type(value) is MEMBER or (name in safe and type(value) in (GETSET, MEMBER)):
                    self.members.append((name, value))
                elif name == "__dict__" and type(value) is GETSET and self.dictionary is None and self.heap:
                    self.dictionary = value.__get__
                elif name == "__sizeof__" and type(value) is not SIZE_METHOD:
                    self.exact_size = False
            if self.base is None and owner in CONTENTS:
                self.base = CONTENTS[owner]
        self.node = NUMBER if cls in NUMBERS else STRING if cls is str else OBJECT
        if cls is FUNCTION:
            self.node = CLOSURE
        elif cls is CODE_TYPE:
            self.node = CODE
        elif issubclass_of_type(owners):
            self.node = SHAPE
            self.dictionary = None  # theirs is a proxy, made anew at each call


def type_name(cls):
    try:
        module, name = module_of(cls), qualname_of(cls)
    except Exception:
        return "?"
    if type(name) is not str:
        return "?"
    return name if type(module) is not str or module == "builtins" else "%s.%s" % (module, name)


def issubclass_of_type(owners):
    return any(owner is type for owner in owners)


def listed(method):
    return lambda container: (list(method(container)), None)


def pairs(mapping):
    return list(dict.values(mapping)), list(dict.keys(mapping))


# What objects of a subclass hold as a container: values, and the keys of a mapping.
CONTENTS = {
    dict: pairs, list: listed(list.__iter__), tuple: listed(tuple.__iter__), set: listed(set.__iter__),
    frozenset: listed(frozenset.__iter__),
}
if "_collections" in sys.modules:
    import _collections

    CONTENTS[_collections.deque] = listed(_collections.deque.__iter__)

NUMBERS = frozenset((int, float, complex, bool))
LEAVES = frozenset(
    (str, int, float, complex, bool, bytes, bytearray, type(None), type(Ellipsis), type(NotImplemented))
)

KEY_ATOMS = frozenset((int, float, complex, bool, bytes, str, type(None)))




def maxlen(one):
    """Of a deque; None where it has none."""
    return DEQUE_LIMIT(one)


def maxsize(one):
    """Of a cache of functools: what its `cache_parameters` (3.9 and later) closes over. None where it has none."""
    for each in gc.get_referents(one):
        parameters = dict.get(each, "cache_parameters") if type(each) is dict else None
        if type(parameters) is FUNCTION and parameters.__closure__:
            cells = dict(zip(parameters.__code__.co_freevars, parameters.__closure__))
            if "maxsize" in cells:
                return cells["maxsize"].cell_contents
    return None


DEQUE_LIMIT = _collections.deque.__dict__["maxlen"].__get__ if "_collections" in sys.modules else None
LIMITS = {"collections.deque": maxlen, "functools._lru_cache_wrapper": maxsize}


def key_name(key, depth=0):
    cls = type(key)
    if plain_text is not None:
        return plain_text(key) if cls is str else "<%s>" % type_name(cls)
    if cls is str and depth == 0:
        return key[:200]
    if cls in KEY_ATOMS:
        return repr(key[:60] if cls in (bytes, str) else key if cls is not int or key.bit_length() < 300 else 0)[:200]
    if cls is tuple and depth < 3:
        return ("(%s)" % ", ".join([key_name(part, depth + 1) for part in key[:8]]))[:200]
    if issubclass_of_type(mro_of(type(key)) or ()):
        return "<class %s>" % type_name(key)
    return "<%s>" % type_name(cls)

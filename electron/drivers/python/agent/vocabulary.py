# Redacted: of all texts only those are told that the program's own code is written with.
def known_words():
    words, seen, codes = set(), set(), []
    for one in gc.get_objects():
        if type(one) is FUNCTION:
            codes.append(one.__code__)
        elif issubclass_of_type(mro_of(type(one)) or ()):
            words.update([name for name in dict_of(one) or () if type(name) is str])
        elif type(one) is MODULE:
            words.update([name for name in MODULE.__dict__["__dict__"].__get__(one) or () if type(name) is str])
    while codes:
        code = codes.pop()
        if id(code) in seen:
            continue
        seen.add(id(code))
        for names in (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars):
            words.update(names)
        for each in code.co_consts:
            if type(each) is CODE_TYPE:
                codes.append(each)
            elif type(each) is str and each.isidentifier():
                words.add(each)
    return words


if OPTIONS.get("redact"):
    WORDS = known_words()

    def plain_text(text):
        return text if text in WORDS else "(%d characters)" % len(text)

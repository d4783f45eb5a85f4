"""Reports of every shape: each field filled or not by chance, with texts and figures that forms find hard to hold."""
import random

from schema import Field, prefix_of, schema

TEXTS = ("一般公共服务", "a", "100%", "=1+1", "+3", "-", "—", "/", "无", "*", "'引号", " 前后有空格 ", "两行\n文字", "\\n", "反斜杠\\", "（空）",
         "2025年12月", "2025-12-31", "00120", "１２３", "1e5", "是", "0", "TRUE", "#REF!", "<a>&amp;", "，。、；：“”", "万元",
         "很长" * 300, "😀", "tab\t在中间")
ESCAPES = ("_x000D_", "a_x0041_b", "_x005F_")  # openpyxl loses them when it saves
AMOUNTS = ("0.00元", "1.00元", "-3305.25万元", "10067.32万元", "0.000001万元", "123456789.12元", "1.5亿元", "", "—", "/", "无", "*", "12?.50万元", "7万元")
NUMBERS = ("0", "1", "97.3", "97.30", "-24.72", "100", "0.5", "12345.678", "", "—", "9?.5")
COUNTS = (1, 2, 33, 2025, 4294967295)


def value_of(chance, field):
    if field.type == Field.TYPE_STRING:
        return chance.choice(chance.texts)
    if field.type == Field.TYPE_BOOL:
        return True
    if field.type == Field.TYPE_ENUM:
        prefix = prefix_of(field.enum_type)
        return chance.choice([value.name[len(prefix):].lower() for value in field.enum_type.values if value.number])
    if field.type in (Field.TYPE_INT64, Field.TYPE_UINT64):
        return str(chance.randrange(1, 2 ** 53))
    if field.type == Field.TYPE_UINT32:
        return chance.choice(COUNTS)
    name = field.message_type.name
    if name == "Amount":
        return chance.choice(AMOUNTS)
    if name == "Decimal":
        return chance.choice(NUMBERS)
    return message_of(chance, field.message_type)


def message_of(chance, descriptor):
    """At least one field, so that the message is there at all."""
    made = {}
    share = chance.choice((0.1, 0.5, 0.9))
    if descriptor.name == "Project":
        made["name"] = f"项目{chance.randrange(100)}"  # a row with nothing in it is no row
    while not made:
        for field in descriptor.fields:
            if chance.random() > share:
                continue
            if field.label == Field.LABEL_REPEATED:
                made[field.name] = [value_of(chance, field) for _ in range(chance.randrange(1, 4))]
            else:
                made[field.name] = value_of(chance, field)
    return made



def generated(n, seed=5, texts=TEXTS):
    """n reports in the JSON form, the same on every run."""
    chance = random.Random(seed)
    chance.texts = texts
    return [message_of(chance, schema.Report.DESCRIPTOR) for _ in range(n)]

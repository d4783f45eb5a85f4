"""Forms as people and scripts see them: cells found by the hidden keys of docs/form.md, filled in with openpyxl."""
import openpyxl

WORDS = {
    "department": "部门整体支出", "project": "项目支出", "final": "决算数", "provisional": "暂定数", "forecast": "预计数",
    "at_least": "≥", "at_most": "≤", "equal": "=", "more_than": ">", "less_than": "<", "range": "区间", "about": "约",
    "qualitative": "定性", "by_date": "限期", "higher": "越高越好", "lower": "越低越好", "inside": "内部", "outside": "外部",
}
ENUMS = {"kind", "status", "sign", "actual_sign", "direction", "membership"}


class Form:
    """A workbook that was written by `jixiao form`."""

    def __init__(self, path):
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.cards, self.lists, self.codes = {}, {}, {}
        for sheet in self.book:
            mark = str(sheet["A1"].value or "")
            if mark == "jixiao:card":
                value = next(cell.column for cell in sheet[1] if cell.value == "value")
                for row in range(2, sheet.max_row + 1):
                    key = sheet.cell(row, 1).value
                    if key and not key.startswith("#"):
                        self.cards[key.split(" ")[0]] = (sheet.cell(row, value), key.partition(" ")[2])
            elif mark.startswith("jixiao:list "):
                columns = {str(cell.value).split(" ")[0]: (cell.column, str(cell.value).partition(" ")[2])
                           for cell in sheet[1] if cell.value and cell.column > 1}
                self.lists[mark.partition(" ")[2]] = (sheet, columns)
            elif mark == "jixiao:codes":
                for name, label, code in sheet.iter_rows(min_row=2, max_col=3, values_only=True):
                    self.codes[name, code] = label

    def save(self, path=None):
        self.book.save(path or self.path)

    def cell(self, path):
        """The cell of a field: "accounts.income", or ("functions", 3, "amount") with rows from 0."""
        if isinstance(path, str):
            return self.cards[path][0]
        name, row, field = path
        sheet, columns = self.lists[name]
        return sheet.cell(4 + row, columns[field][0])

    def typed(self, field, value, qualifier):
        """What a person types for a value of the JSON form."""
        if isinstance(value, list):
            return "\n".join(map(str, value))
        if isinstance(value, bool):
            return "是" if value else None
        if field.split(".")[-1] in ENUMS:
            return WORDS[value]
        return self.codes.get((qualifier, value), value) if value != "" else "（空）"

    def fill(self, report):
        """Types a report of the JSON form into the form, row by row."""
        self.fill_card("", report)
        for name in self.lists:
            outer, _, inner = name.partition("[].")
            rows = report
            for step in outer.split("."):
                rows = rows.get(step, {})
            if inner:
                rows = [dict(row, **{"^": str(project["number"])}) for project in rows for row in project.get(inner, [])]
            self.fill_list(name, list(rows))

    def fill_card(self, prefix, value):
        for key, item in value.items():
            path = prefix + key
            if path in self.cards:
                cell, qualifier = self.cards[path]
                cell.value = self.typed(path, item, qualifier)
            elif isinstance(item, dict):
                self.fill_card(path + ".", item)

    def fill_list(self, name, rows):
        sheet, columns = self.lists[name]
        for at in range(4, 4 + max(len(rows), sheet.max_row)):
            row = rows[at - 4] if at - 4 < len(rows) else {}
            if isinstance(row, str):
                row = {".": row}
            sheet.cell(at, 1).value = None
            for field, (column, qualifier) in columns.items():
                value = row
                for step in (field.split(".") if field != "." else ["."]):
                    value = value.get(step) if isinstance(value, dict) else None
                sheet.cell(at, column).value = None if value is None else self.typed(field, value, qualifier)

/*
 * The built-in rules of structure, which are the first of all; builtin_rules.h has the others and says what stands where.
 *
 * Included by builtin.c with JX_RULE defined; no include guard on purpose.
 */
/* clang-format off */
JX_RULE(G01, HARD, "必填项", "required field",
	"缺少必填项：{4}",
	"missing: {5}",
	"请填写",
	"fill it in",
	"schema")
JX_RULE(G02, HARD, "编号写法", "form of a name",
	"“{0}”不是正确的{4}，应为 {1}",
	"\"{0}\" is no {5}; it reads {1}",
	"请按所示写法改正",
	"write it as shown",
	"schema")
JX_RULE(G03, HARD, "预算年度", "budget year",
	"预算年度 {0} 不在 {1} 之间",
	"the budget year {0} is not within {1}",
	"请填报告所属的预算年度",
	"give the budget year of the report",
	"schema")
JX_RULE(G04, HARD, "行数上限", "number of rows",
	"{4}共 {0} 行，上限是 {1} 行",
	"{0} rows{5}, the limit is {1}",
	"请分开填报，或合并同类行",
	"split the report, or merge rows of one kind",
	"schema")
JX_RULE(G05, HARD, "文字长度", "length of a text",
	"文字有 {0} 字节，上限是 {1} 字节（一个汉字 3 字节）",
	"the text has {0} bytes, the limit is {1}",
	"请缩短文字",
	"shorten it",
	"schema")
JX_RULE(G06, HARD, "数字写法", "form of a figure",
	"这个数字不能按所示的单位和小数位数写出",
	"this figure cannot be written with its unit and decimals",
	"请按原表的写法重新填写",
	"enter it again as printed",
	"schema")
JX_RULE(G07, HARD, "名称唯一", "unique name",
	"产出“{0}”与第 {4} 行重名",
	"outcome \"{0}\" has the name of row {4}",
	"请改成能区分的名称",
	"give it a name of its own",
	"schema")
JX_RULE(G08, HARD, "序号唯一", "unique number",
	"项目序号 {0} 与第 {4} 行重复",
	"project number {0} is that of row {4}",
	"请给每个项目不同的序号",
	"number every project differently",
	"schema")
JX_RULE(G09, HARD, "引用存在", "reference",
	"“{0}”不在本报告中（{4}）",
	"there is no \"{0}\" in this report ({5})",
	"请改成本报告中有的名称或序号，或删去",
	"name one that is in the report, or leave it out",
	"schema")
JX_RULE(G10, HARD, "说明所指的规则", "rule of an explanation",
	"没有规则“{0}”",
	"there is no rule \"{0}\"",
	"请填发现的规则编号，例如 Y03",
	"give the id of the finding's rule, for example Y03",
	"schema")
JX_RULE(G11, HARD, "说明所指的位置", "field of an explanation",
	"“{0}”不是报告中的位置",
	"\"{0}\" is no place in a report",
	"请照抄发现所列的位置；留空则说明该规则的全部发现",
	"copy the field of the finding; leave it empty to explain every finding of the rule",
	"schema")
JX_RULE(G12, HARD, "日期", "date",
	"“{0}”不是日期",
	"\"{0}\" is no date",
	"请写成 2025、2025-12 或 2025-12-31",
	"write it as 2025, 2025-12 or 2025-12-31",
	"schema")
JX_RULE(G13, HARD, "附件摘要", "digest of an attachment",
	"“{0}”不是摘要",
	"\"{0}\" is no digest",
	"请用客户端重新附上文件，摘要由程序计算",
	"attach the file again with the client, which computes it",
	"schema")
JX_RULE(G14, HARD, "不能为负", "not negative",
	"{4}不能是负数，填的是 {0}",
	"{5} cannot be negative: {0}",
	"请核对正负号",
	"check the sign",
	"schema")
JX_RULE(G15, HARD, "功能分类编码", "class code",
	"功能分类编码“{0}”应为 3、5 或 7 位数字",
	"the class code \"{0}\" is not of 3, 5 or 7 digits",
	"请按当年政府收支分类科目填写，没有印出时填推定的类级编码",
	"give the code of that year's classification",
	"政府收支分类科目")
JX_RULE(G19, HARD, "经济分类编码", "code of an economic class",
	"经济分类编码“{0}”应为 3 或 5 位数字，以 3 或 5 开头",
	"the code of an economic class \"{0}\" is not of 3 or 5 digits that begin with 3 or 5",
	"请按当年政府收支分类科目填写，没有印出时填推定的类级编码",
	"give the code of that year's classification",
	"政府收支分类科目")
JX_RULE(G16, HARD, "控制符和方向符", "control and direction characters",
	"文字中有看不见的控制符或方向符 {0}",
	"there is an unseen control or direction character in the text: {0}",
	"请删去这个字符，或重新键入这段文字",
	"delete it, or type the text anew",
	"schema")
JX_RULE(G17, HARD, "列不全的表", "lists with rows missing",
	"没有可以注明列不全的表“{0}”，最接近的是“{1}”",
	"there is no list \"{0}\" that may lack rows; the nearest is \"{1}\"",
	"可用的有：staff.lines、assets.lines、funds_by_source、funds_by_nature、functions、economic_classes、projects、indicators",
	"the lists are staff.lines, assets.lines, funds_by_source, funds_by_nature, functions, economic_classes, projects, indicators",
	"schema")
JX_RULE(G20, HARD, "其中项不含自己", "a row inside itself",
	"这一行经“{0}”又回到自己：其中项互为所属",
	"this row lies inside itself by way of \"{0}\"",
	"请改正其中项所在的行",
	"correct the row that it is a part of",
	"schema")
JX_RULE(G18, HARD, "目标序号唯一", "unique number of a goal",
	"目标序号 {0} 与第 {4} 个目标重复",
	"goal number {0} is that of goal {4}",
	"请给每个目标不同的序号，并核对指标所属的目标",
	"number every goal differently, and check which goal each indicator is for",
	"schema")
/* clang-format on */

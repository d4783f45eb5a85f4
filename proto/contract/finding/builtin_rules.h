/*
 * The built-in rules of figures in the order of the form, but for those of scores (builtin_scores.h): id, severity, title,
 * sentence, remedy (each in both languages), basis.
 *
 * Included by builtin.c with JX_RULE defined; no include guard on purpose. In a sentence {0} is what was
 * stated, {1} what was expected, {2} the difference, {3} the place; {4} and on belong to the rule. Ids travel
 * in findings and explanations: never rename one, only add. docs/rules.md has the tolerances and the reasons.
 */
/* clang-format off */
/* staff and assets */
JX_RULE(P01, EXPLAIN, "人员分类合计", "staff by category",
	"各类{4}之和是 {1}，合计填的是 {0}，相差 {2}",
	"the {5} by category add up to {1}, the total says {0}: {2} apart",
	"请核对各类人数或合计",
	"check the categories or the total",
	"财预〔2013〕53号")
JX_RULE(P01b, EXPLAIN, "其中项不超所属", "within the line above",
	"其中项 {0} 大于它所属的“{4}” {1}，相差 {2}",
	"{0} inside \"{5}\", which is {1}: {2} apart",
	"请核对两个数",
	"check both figures",
	"财预〔2013〕53号")
JX_RULE(P02, EXPLAIN, "在职人员控制率", "control rate",
	"在职 {4} 人、编制 {5} 人，在职人员控制率应为 {1}%，填的是 {0}%",
	"{4} in post on {5} posts make a control rate of {1}%, not {0}%",
	"请按 在职人数÷编制数 改正",
	"correct it to people in post over posts",
	"财预〔2013〕53号 在职人员控制率")
JX_RULE(P03, EXPLAIN, "在职不超编制", "people within posts",
	"在职 {0} 人，编制 {1} 人，超出 {2} 人",
	"{0} people in post on {1} posts: {2} too many",
	"请核对，或说明超编原因",
	"check it, or explain the excess",
	"财预〔2013〕53号 在职人员控制率")
JX_RULE(P04, EXPLAIN, "离退休人员不占编制", "retired people hold no posts",
	"{4}合计 {0} 中含离退休人员 {6} 人",
	"the {5}, {0} in all, hold {6} retired people",
	"请从合计中去掉离退休人员",
	"leave retired people out of the total",
	"财预〔2013〕53号 在职人员控制率")
JX_RULE(P08, EXPLAIN, "实有不少于在职", "people there and in post",
	"实有 {0} 人，少于在职 {1} 人",
	"{0} people are there, fewer than the {1} in post",
	"请核对两个数：实有人数含在职人员",
	"check both: people in post are among those who are there",
	"口径一致")
JX_RULE(P07, EXPLAIN, "个数须为整数", "whole numbers",
	"{4}应为整数，填的是 {0}",
	"{5} is a whole number, not {0}",
	"请核对，或写明为何不是整数",
	"check it, or say why it is none",
	"口径一致")
JX_RULE(A01, EXPLAIN, "净值不超原值", "net within gross",
	"净值 {0} 大于原值 {1}，相差 {2}",
	"the net value {0} exceeds the gross value {1} by {2}",
	"请核对两个数是否填反",
	"check whether the two are swapped",
	"固定资产账")
JX_RULE(A02, EXPLAIN, "资产合计", "assets by category",
	"各类资产{4}之和是 {1}，合计填的是 {0}，相差 {2}",
	"the {5} by category add up to {1}, the total says {0}: {2} apart",
	"请核对各类资产或合计",
	"check the categories or the total",
	"固定资产账")
JX_RULE(A03, EXPLAIN, "在用不超原值", "in use within all",
	"在用资产原值 {0} 大于全部原值 {1}，相差 {2}",
	"assets in use {0} exceed all assets {1} by {2}",
	"请核对",
	"check both",
	"财预〔2013〕53号 固定资产利用率")

JX_RULE(A04, EXPLAIN, "资产的其中项", "assets inside a line",
	"其中项的{4}合计 {0}，它所在的“{5}”是 {1}，相差 {2}",
	"the {6} inside \"{5}\" make {0}, and it has {1}: {2} apart",
	"请核对其中项或所在的行",
	"check the lines inside or the line around them",
	"固定资产账")
JX_RULE(A05, EXPLAIN, "楼堂馆所控制率", "control rate of a building",
	"实际 {4}、批复 {5}，控制率应为 {1}%，填的是 {0}%",
	"{4} built of {5} approved make {1}%, not {0}%",
	"请按 实际数÷批复数 改正",
	"correct it to what was built over what was approved",
	"财预〔2013〕53号 基础数据表")
JX_RULE(A06, EXPLAIN, "楼堂馆所不超批复", "buildings within what was approved",
	"{4} {0} 大于{5} {1}，相差 {2}",
	"{6} {0} exceeds {7} {1} by {2}",
	"请核对，或在本行写明超出的原因",
	"check both, or give the reason in the row",
	"财预〔2013〕53号 基础数据表")

/* accounts and money */
JX_RULE(F02, EXPLAIN, "收入与资金来源", "income and its sources",
	"按收入性质各项之和是 {1}，收入合计填的是 {0}，相差 {2}",
	"the money by source adds up to {1}, income says {0}: {2} apart",
	"请核对收入合计与资金来源，或说明口径差别",
	"check income and sources, or explain how they differ in scope",
	"部门决算收支平衡")
JX_RULE(F03, EXPLAIN, "基本支出与项目支出", "basic and project expenditure",
	"{4}：{6} 之和是 {1}，合计填的是 {0}，相差 {2}",
	"{5}: {7} add up to {1}, the total says {0}: {2} apart",
	"请核对各项或合计，或说明还含什么",
	"check the lines or the total, or say what else it holds",
	"部门决算收支平衡")
JX_RULE(F03b, EXPLAIN, "部分不超总支出", "a part within all spending",
	"{4} {0} 大于{6} {1}，相差 {2}",
	"{5} {0} above {7} {1}: {2} apart",
	"请核对两个数，或说明口径差别",
	"check both, or explain how they differ in scope",
	"部门决算收支平衡")
JX_RULE(F04, EXPLAIN, "结转平衡", "roll-forward",
	"{4}应为 {1}，填的是 {0}，相差 {2}",
	"{5} make {1}, not {0}: {2} apart",
	"请核对四个数，或说明差额去向（如收回、结余分配）",
	"check the four figures, or say where the difference went",
	"部门决算收支平衡")
JX_RULE(F04b, INFO, "支出大于收入", "spending above income",
	"支出 {0} 大于收入 {1}，相差 {2}，没有年初结转可以核对",
	"{0} spent of an income of {1}: {2} more, and no opening balance to hold it against",
	"请填年初结转，或核对收入和支出",
	"give the opening balance, or check income and expenditure",
	"部门决算收支平衡")
JX_RULE(F23, EXPLAIN, "收支总计", "totals of income and expenditure",
	"{4}应为 {1}（{6}），填的是 {0}，相差 {2}",
	"{5} must be {1} ({7}), not {0}: {2} apart",
	"请核对总计和各项；没有使用或分配结余的不填",
	"check the total and its parts; leave out a surplus that was neither used nor allotted",
	"部门决算收支平衡")
JX_RULE(F23b, EXPLAIN, "收支总计相等", "equal totals",
	"支出总计 {0} 与收入总计 {1} 不等，相差 {2}",
	"total expenditure {0} and total income {1} differ by {2}",
	"请核对两个总计：收入总计＝支出总计",
	"check both totals: they are equal",
	"部门决算收支平衡")
JX_RULE(Y01, EXPLAIN, "比上年增减", "change against the year before",
	"按所填数字，{4}应为 {1}{6}，填的是 {0}{6}",
	"by the figures given the {5} is {1}{6}, not {0}{6}",
	"请核对本年数、上年数、增减额和增减比例",
	"check this year, the year before, the change and its percentage",
	"口径一致")
JX_RULE(F09, EXPLAIN, "合计行为零", "empty total",
	"合计行的{4}是“{0}”，明细却有 {1}",
	"the total of {5} is \"{0}\", yet the lines hold {1}",
	"请填合计数",
	"fill in the total",
	"项目支出绩效自评表")
JX_RULE(F09b, INFO, "合计没有填", "total not filled in",
	"合计没有填，明细合计 {1}",
	"the total is not filled in, and the lines make {1}",
	"请填合计数",
	"fill in the total",
	"表样")
JX_RULE(F01, EXPLAIN, "资金来源合计", "money by source",
	"{4}：{6} 之和是 {1}，合计填的是 {0}，相差 {2}",
	"{5}: {7} add up to {1}, the total says {0}: {2} apart",
	"请核对各项或合计",
	"check the lines or the total",
	"项目支出绩效自评表")
JX_RULE(F01b, EXPLAIN, "财政拨款的其中项", "rows inside the appropriation",
	"{4}：{6} {0}，它所在的财政拨款是 {1}，相差 {2}",
	"{5}: {7} {0}, the appropriation they lie inside {1}: {2} apart",
	"请核对其中项或财政拨款",
	"check the rows inside or the appropriation",
	"项目支出绩效自评表")
JX_RULE(F01c, EXPLAIN, "一行不超合计", "a row within the total",
	"{4}：这一行 {0}，合计却只有 {1}，相差 {2}",
	"{5}: this row says {0}, the total only {1}: {2} apart",
	"请核对这一行或合计",
	"check the row or the total",
	"项目支出绩效自评表")
JX_RULE(F01d, EXPLAIN, "其中项", "rows inside a row",
	"{4}：“{6}”{0}，它所在的“{7}”是 {1}，相差 {2}",
	"{5}: \"{6}\" {0}, \"{7}\" that it lies inside {1}: {2} apart",
	"请核对其中项或所在的行",
	"check the rows inside or the row around them",
	"项目支出绩效自评表")
JX_RULE(F21, EXPLAIN, "两个合计", "two totals",
	"{4}：前一个合计行是 {1}，这一个合计行填的是 {0}，相差 {2}",
	"{5}: the total row before says {1}, this one {0}: {2} apart",
	"请删去多余的合计行，或改正它的行代码",
	"remove the total that is too many, or correct the code of its row",
	"项目支出绩效自评表")
JX_RULE(F21b, INFO, "合计行重复", "a total twice",
	"同一张资金表有两个相同的合计行",
	"the table of money holds the same total twice",
	"请删去其中一行",
	"remove one of the two",
	"项目支出绩效自评表")
JX_RULE(F08, EXPLAIN, "预算调整", "adjustment",
	"年初 {4}、调整后 {5}，{6}应为 {1}，填的是 {0}",
	"from {4} to {5} the {7} is {1}, not {0}",
	"请按 全年预算数－年初预算数 核对",
	"check it against adjusted less initial budget",
	"财预〔2013〕53号 预算调整率")
JX_RULE(F19, EXPLAIN, "结转不超余额", "carried over within what is left",
	"全年预算 {4}、执行 {5}，最多余下 {1}，年末结转填的是 {0}，相差 {2}",
	"{5} executed of {4} leave {1}, the closing balance says {0}: {2} apart",
	"请核对年末结转、预算数和执行数",
	"check the closing balance, the budget and what was executed",
	"项目支出绩效自评表")
JX_RULE(F19b, INFO, "余额的去向", "where the rest went",
	"全年预算 {4}、执行 {5}，余下 {1}，年末结转却是 {0}",
	"{5} executed of {4} leave {1}, yet the closing balance is {0}",
	"请填收回数，或说明余额的去向",
	"give what was recovered, or say where the rest went",
	"项目支出绩效自评表")
JX_RULE(F05, EXPLAIN, "执行率", "execution rate",
	"执行 {4}、全年预算 {5}，执行率应为 {1}%，填的是 {0}%",
	"{4} executed of {5} make {1}%, not {0}%",
	"请按 全年执行数÷全年预算数 改正",
	"correct it to executed over adjusted budget",
	"财预〔2020〕10号 自评表")
JX_RULE(F05d, INFO, "执行率未填", "no execution rate",
	"执行 {4}、全年预算 {5}，执行率栏是空的",
	"{4} executed of {5}, and the box of the execution rate is empty",
	"请填执行率：全年执行数÷全年预算数",
	"fill in the rate: executed over adjusted budget",
	"财预〔2020〕10号 自评表")
JX_RULE(F05e, EXPLAIN, "资金到位率", "rate of money received",
	"到位 {4}，应到位 {5}，到位率应为 {1}%，填的是 {0}%",
	"{4} received of {5} make {1}%, not {0}%",
	"请按 到位数÷应到位数 改正",
	"correct it to what was received over what was due",
	"项目资金到位情况")
JX_RULE(F25, EXPLAIN, "支出不超到位资金", "spent within what was received",
	"执行数 {0} 大于到位和结转的资金 {1}，相差 {2}",
	"{0} executed of {1} received and carried over: {2} more",
	"请核对到位数、年初结转和执行数，或说明资金来源",
	"check what was received, carried over and executed, or say who paid",
	"项目资金到位情况")
JX_RULE(F25b, INFO, "到位不超下达", "received within what was issued",
	"到位数 {0} 大于下达数 {1}，相差 {2}",
	"{0} received of {1} issued: {2} more",
	"请核对两个数，或说明其余资金的来源",
	"check both, or say where the rest is from",
	"项目资金到位情况")
JX_RULE(F16, EXPLAIN, "两种口径的执行数", "two views of one sum",
	"按支出性质合计 {0}，按收入性质的执行数 {1}，相差 {2}",
	"by nature of spending {0}, by source {1} executed: {2} apart",
	"请核对，或说明两个口径为何不同",
	"check both, or explain why they differ",
	"部门决算收支平衡")
JX_RULE(F16b, EXPLAIN, "收支与资金表一致", "accounts and tables of money",
	"{4}填的是 {0}，{6}是 {1}，相差 {2}",
	"{5} {0}, {7} {1}: {2} apart",
	"请核对，或说明口径差别",
	"check both, or explain how they differ in scope",
	"部门决算收支平衡")
JX_RULE(F16c, INFO, "同一个数两处不同", "one figure in two places",
	"{4}填的是 {0}，{6}是 {1}，相差 {2}",
	"{5} {0}, {7} {1}: {2} apart",
	"请核对，或说明口径差别",
	"check both, or explain how they differ in scope",
	"口径一致")
JX_RULE(F16d, INFO, "各项目与部门合计", "projects and the department",
	"各项目执行数合计 {0}，部门执行数合计 {1}，多出 {2}",
	"the projects executed {0}, the department {1} in all: {2} more",
	"请核对，或说明哪些项目由其他单位支付",
	"check both, or say which projects others paid",
	"口径一致")
JX_RULE(F22, EXPLAIN, "金额为负", "an amount below zero",
	"{4}是负数 {0}，没有写明原因",
	"{5} is below zero, {0}, and no reason is given",
	"请核对正负号；退款、冲销的，请说明",
	"check the sign, or explain a refund or a reversal",
	"口径一致")
JX_RULE(F22b, INFO, "金额为负，已写原因", "an amount below zero with a reason",
	"{4}是负数 {0}，本行写有原因",
	"{5} is below zero, {0}; the row gives a reason",
	"供审核参考",
	"for the reviewer",
	"口径一致")
JX_RULE(S01, EXPLAIN, "功能分类合计", "classes",
	"功能分类各项之和是 {1}，财政拨款支出填的是 {0}，相差 {2}",
	"the classes add up to {1}, fiscal expenditure says {0}: {2} apart",
	"请核对各类支出或合计",
	"check the classes or the total",
	"政府收支分类科目")
JX_RULE(S02, EXPLAIN, "功能分类占比", "share of a class",
	"{4} 占 {5} 应为 {1}%，填的是 {0}%",
	"{4} of {5} is {1}%, not {0}%",
	"请核对金额或占比",
	"check the amount or the share",
	"政府收支分类科目")
JX_RULE(S03, EXPLAIN, "占比合计", "shares",
	"各类占比之和是 {0}%，应为 100%（四舍五入允许相差 {4}）",
	"the shares add up to {0}%, not 100% (rounding allows {4})",
	"请核对各项占比，或补上缺的类",
	"check the shares, or add the class that is missing",
	"政府收支分类科目")
JX_RULE(S05, EXPLAIN, "经济分类合计", "economic classes",
	"经济分类各项之和是 {0}，与所填的各项支出合计都不相符，最接近的{4}是 {1}，相差 {2}",
	"the economic classes add up to {0}, which is none of the totals given; the nearest, {5}, is {1}: {2} apart",
	"请核对各类支出或合计，或说明这些分类属于哪些支出",
	"check the classes or the total, or say which expenditure they are of",
	"政府收支分类科目")
JX_RULE(S06, EXPLAIN, "经济分类占比", "share of an economic class",
	"{4} 占 {5} 应为 {1}%，填的是 {0}%",
	"{4} of {5} is {1}%, not {0}%",
	"请核对金额或占比",
	"check the amount or the share",
	"政府收支分类科目")
JX_RULE(S08, INFO, "同一类两次", "a class twice",
	"分类编码“{0}”与第 {4} 行相同",
	"the code \"{0}\" is that of row {4}",
	"请核对是不是同一类，可合并成一行",
	"check whether they are one class, and make them one row",
	"政府收支分类科目")
JX_RULE(S07, INFO, "人员经费与经济分类", "people and economic classes",
	"工资福利（301）与对个人和家庭的补助（303）之和是 {0}，人员经费填的是 {1}，相差 {2}",
	"classes 301 and 303 add up to {0}, the row of people says {1}: {2} apart",
	"请核对人员经费和两类支出",
	"check the row of people and both classes",
	"政府收支分类科目")
JX_RULE(F05c, EXPLAIN, "基础数据表的比率", "rate of the base table",
	"决算 {4}、预算 {5}，比率应为 {1}%，填的是 {0}%，按上年数和增减率也算不出",
	"{4} of {5} make {1}%, not {0}%, and no figure of the year before gives it either",
	"请按 决算数÷预算数 改正，或核对四个数",
	"correct it to actual over budget, or check the four figures",
	"财预〔2013〕53号 基础数据表")
JX_RULE(F11, EXPLAIN, "三公经费合计", "three public expenses",
	"{4}：{5}之和是 {1}，填的是 {0}，相差 {2}",
	"{6}: {7} add up to {1}, not {0}: {2} apart",
	"请核对各项或合计",
	"check the lines or the total",
	"财预〔2013〕53号 三公经费")

/* outcomes and projects */
JX_RULE(Y03, EXPLAIN, "增减比例", "stated change",
	"由{4}到{5}应为{1}%，填的是{0}%",
	"from {4} to {5} is {1}%, not {0}%",
	"请按 （本期－上期）÷上期 改正",
	"correct it to the change over the earlier figure",
	"口径一致")
JX_RULE(Y03b, INFO, "下降不超过100%", "a fall of more than all",
	"填的是下降 {0}%，没有上期数；下降不会超过 100%",
	"a change of {0}% is stated without the earlier figure; nothing falls by more than 100%",
	"请核对，或填上期数",
	"check it, or give the earlier figure",
	"口径一致")
JX_RULE(N11, EXPLAIN, "部分不超整体", "part within the whole",
	"{0} 大于它所属的“{4}” {1}",
	"{0} exceeds \"{4}\", which it is a part of: {1}",
	"请核对两个数，或改正所属关系",
	"check both figures, or what it is a part of",
	"文字与数字一致")
JX_RULE(N04, EXPLAIN, "分项合计", "sum of parts",
	"各分项之和是 {1}，填的是 {0}，相差 {2}",
	"the parts add up to {1}, not {0}: {2} apart",
	"请核对各分项或总数",
	"check the parts or the whole",
	"文字与数字一致")
JX_RULE(N12c, INFO, "同一单位两次", "a unit twice",
	"单位“{0}”与第 {4} 行相同",
	"unit \"{0}\" is that of row {4}",
	"请核对是不是同一单位",
	"check whether they are one",
	"文字与数字一致")
JX_RULE(N03, EXPLAIN, "列名与个数", "list and number",
	"列出 {1} 个名称，填的是 {0} 个",
	"{1} names are listed for a number of {0}",
	"请补全名单，或在名单后标明“等”",
	"complete the list, or mark it as open",
	"文字与数字一致")
JX_RULE(N01, EXPLAIN, "文字与资金一致", "figure and payments",
	"填的是 {0}{4}，所列项目支付合计 {1}{4}，相差 {2}{4}",
	"{0} {4} stated, the projects named pay {1} {4}: {2} {4} apart",
	"请核对，或说明其余资金的来源",
	"check it, or say where the rest is",
	"文字与数字一致")
JX_RULE(N01b, EXPLAIN, "项目成本与执行数", "cost and execution of a project",
	"{4}填的是 {0}，{6} {1}，相差 {2}",
	"{5} {0}, {7} {1}: {2} apart",
	"请核对实际完成值和执行数，或说明差额",
	"check the actual value and what was executed, or explain the rest",
	"文字与数字一致")
JX_RULE(N01c, INFO, "文字与表格一致", "text and table",
	"{4}填的是 {0}，{6} {1}，相差 {2}",
	"{5} {0}, {7} {1}: {2} apart",
	"请核对，或说明差额",
	"check both, or explain the rest",
	"文字与数字一致")
JX_RULE(F14, EXPLAIN, "支付合计", "sum of payments",
	"各项之和是 {1}，合计填的是 {0}，相差 {2}",
	"the items add up to {1}, the total says {0}: {2} apart",
	"请核对各项或合计",
	"check the items or the total",
	"文字与数字一致")

/* reference figures of the treasury */
JX_RULE(V01, EXPLAIN, "预算数与财政数据", "the budget by the treasury",
	"按财政数据（{6}），{4}是 {1}，填的是 {0}，相差 {2}",
	"by the treasury ({6}) it is {1}, not {0} ({5}): {2} apart",
	"请核对预算批复，或说明差异原因",
	"check the approved budget, or explain the difference",
	"预算批复数据核对")
JX_RULE(V02, EXPLAIN, "执行数与财政数据", "execution by the treasury",
	"按财政数据（{6}），{4}是 {1}，填的是 {0}，相差 {2}",
	"by the treasury ({6}) it is {1}, not {0} ({5}): {2} apart",
	"请与国库集中支付对账，或说明差异原因",
	"check it against the payments of the treasury, or explain the difference",
	"国库集中支付数据核对")
JX_RULE(V03, EXPLAIN, "人员编制与财政数据", "posts and people by the treasury",
	"按财政数据（{6}），{4}是 {1}，填的是 {0}，相差 {2}",
	"by the treasury ({6}) it is {1}, not {0} ({5}): {2} apart",
	"请核对编制批复和在职人数，或说明差异原因",
	"check the authorised posts and the people in post, or explain the difference",
	"机构编制数据核对")

/* explanations */
JX_RULE(X01, EXPLAIN, "说明须写原因", "a reason, not a phrase",
	"这不是原因：{4}",
	"this is no reason: {5}",
	"请写明差异的具体原因",
	"say what the difference comes from",
	"核实性审核要求")
/* clang-format on */

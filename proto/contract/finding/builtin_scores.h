/*
 * The built-in rules of points and scores; builtin_rules.h says what stands where.
 *
 * Included by builtin.c with JX_RULE defined; no include guard on purpose.
 */
/* clang-format off */
JX_RULE(I01, HARD, "得分不超分值", "score within points",
	"得分 {0} 不在 0 到 {1} 之间",
	"the score {0} is not between 0 and {1}",
	"请核对得分与分值",
	"check score and points",
	"财预〔2020〕10号 自评表")
JX_RULE(I01b, EXPLAIN, "复评得分不超分值", "second score within points",
	"复评得分 {0} 不在 0 到 {1} 之间",
	"the second score {0} is not between 0 and {1}",
	"请核对复评得分与分值",
	"check that score and the points",
	"财预〔2020〕10号 自评表")
JX_RULE(I25, EXPLAIN, "分数区间", "a range of points",
	"分数区间“{0}”上下颠倒，或不在 0 至 100 之间",
	"the range of points \"{0}\" is upside down, or not within 0 and 100",
	"请核对区间的两个数",
	"check both bounds",
	"项目支出绩效自评表")
JX_RULE(I25b, EXPLAIN, "分数和区间并存", "a number beside a range",
	"已填区间“{0}”，又填了分数",
	"the range \"{0}\" stands beside a number of points",
	"表上印区间的只填区间，印分数的只填分数",
	"give the one that the form prints",
	"项目支出绩效自评表")
JX_RULE(T01c, EXPLAIN, "总分区间", "a total as a range",
	"总分区间“{0}”，各项得分合计却{1}",
	"the total is said to be {0}, the scores make {1}",
	"请核对区间或各项得分",
	"check the range or the scores",
	"项目支出绩效自评表")
JX_RULE(I26, INFO, "不涉及的行有得分", "a score of a row that does not apply",
	"表上写明不涉及，却得 {0} 分",
	"the row does not apply, and scores {0}",
	"请核对；不涉及的行不填得分",
	"check it; such a row has no score",
	"财预〔2020〕10号 自评表")
JX_RULE(I27, EXPLAIN, "扣分后的得分", "score after points taken off",
	"扣 {4} 分后最多 {1} 分，得分填的是 {0}",
	"{4} points are taken off, which leaves {1} at most; the score says {0}",
	"请核对得分和扣分",
	"check the score and what is taken off",
	"财预〔2020〕10号 自评表")
JX_RULE(I28, EXPLAIN, "得分系数", "coefficient",
	"得分系数 {0}% 不在 0 至 100 之间",
	"a coefficient of {0}% is not within 0 and 100",
	"请核对得分系数",
	"check the coefficient",
	"财预〔2020〕10号 自评表")
JX_RULE(T12, INFO, "目标权重合计", "weights of goals",
	"各目标权重合计是 {0}，应为 100",
	"the weights of the goals add up to {0}, not 100",
	"请核对各目标的权重",
	"check the weights of the goals",
	"表样")
JX_RULE(T02, EXPLAIN, "分值合计", "points",
	"分值合计是 {0}，应为 {1}",
	"the points add up to {0}, not {1}",
	"请核对各项分值，或补上缺的行",
	"check the points, or add the rows that are missing",
	"财预〔2020〕10号 自评表")
JX_RULE(T02b, INFO, "分值合计", "points",
	"分值合计是 {0}，整张表应为 {1}",
	"the points add up to {0}; a whole table has {1}",
	"请补上缺的行，或填总分；只是舍入的不用改",
	"add the rows that are missing, or state the total; rounding alone needs nothing",
	"财预〔2020〕10号 自评表")
JX_RULE(N02, EXPLAIN, "项目个数", "number of projects",
	"{4} {0} 个，{5} {1} 个，相差 {2} 个",
	"{6}: {0}; {7}: {1}; {2} apart",
	"少报的请补报；多于声称的，两个数有一个偏高，请核对",
	"add those that are missing; where there are more than claimed, one of the two is too high",
	"项目自评全覆盖 财预〔2020〕10号")
JX_RULE(N12, EXPLAIN, "项目重复填报", "a project twice",
	"项目“{0}”与第 {4} 行名称、编码和金额相同",
	"project \"{0}\" has the name, code and money of row {4}",
	"请删去其中一行，或改正编码",
	"remove one of the two, or correct its code",
	"项目自评全覆盖 财预〔2020〕10号")
JX_RULE(N12b, INFO, "项目可能重复", "a project twice, perhaps",
	"项目“{0}”与第 {4} 行名称和金额相同",
	"project \"{0}\" has the name and money of row {4}",
	"请核对是不是同一个项目；是分批的，请在名称中写明",
	"check whether they are one; name the batches if they are not",
	"项目自评全覆盖 财预〔2020〕10号")
JX_RULE(T01, EXPLAIN, "总分", "total score",
	"各项得分合计 {1}，总分填的是 {0}",
	"the scores add up to {1}, the total says {0}",
	"请核对各项得分或总分",
	"check the scores or the total",
	"财预〔2020〕10号 自评表")
JX_RULE(T01d, EXPLAIN, "折算后的总分", "a scaled total",
	"不涉及的行不计，其余各行折算后最多 {1} 分，总分填的是 {0}",
	"without the rows that do not apply the others make {1} at most once scaled, the total says {0}",
	"请按 各行得分÷所涉及各行的分值×100 核对总分",
	"check it against the scores over the points of the rows that apply, times 100",
	"财预〔2020〕10号 自评表")
JX_RULE(T10, EXPLAIN, "一级、二级指标分值", "points of a level",
	"“{3}”下面的分值合计 {1}，这一级填的是 {0}，相差 {2}",
	"what stands under \"{3}\" has {1} points together, the head of the level says {0}: {2} apart",
	"请核对这一级的分值或下面的分值",
	"check the points of the level or of what stands under it",
	"财预〔2020〕10号 自评表")
JX_RULE(T10b, EXPLAIN, "一级、二级指标得分", "score of a level",
	"“{3}”各行得分合计 {1}，这一级填的是 {0}，相差 {2}",
	"the rows of \"{3}\" score {1} together, the head of the level says {0}: {2} apart",
	"请核对这一级的得分或各行得分",
	"check the score of the level or of its rows",
	"财预〔2020〕10号 自评表")
JX_RULE(T10c, INFO, "没有指标的层级", "a level without rows",
	"“{3}”下面没有指标",
	"no indicator stands under \"{3}\"",
	"请核对层级名称，或补上它的指标",
	"check the name of the level, or add its indicators",
	"表样")
JX_RULE(T11, EXPLAIN, "复评总分", "total of the second scores",
	"各项复评得分合计 {1}，复评总分填的是 {0}",
	"the scores of the second column add up to {1}, its total says {0}",
	"请核对各项复评得分或总分",
	"check the scores of that column or the total",
	"财预〔2020〕10号 自评表")
JX_RULE(T11b, EXPLAIN, "一级、二级指标复评得分", "second score of a level",
	"“{3}”各行复评得分合计 {1}，这一级填的是 {0}，相差 {2}",
	"the rows of \"{3}\" score {1} in the second column, the head of the level says {0}: {2} apart",
	"请核对这一级的复评得分或各行复评得分",
	"check that score of the level or of its rows",
	"财预〔2020〕10号 自评表")
JX_RULE(T01b, EXPLAIN, "总分与项目总分", "total and totals of projects",
	"总分填的是 {0}，各项目自评总分最高是 {1}，相差 {2}",
	"the total says {0}, the highest of the projects claims {1}: {2} apart",
	"请核对两处总分",
	"check both totals",
	"财预〔2020〕10号 自评表")
JX_RULE(T06b, INFO, "部门得分与项目得分", "score and scores of projects",
	"部门总分 {0} 高于各项目自评总分，最高的是 {1}",
	"the department claims {0}, more than any of its projects: {1} at most",
	"请附部门整体评分表，或核对总分",
	"add the department's own table, or check the total",
	"财预〔2020〕10号 自评表")
JX_RULE(T07, INFO, "总分没有依据", "score without a table",
	"自评 {0} 分，但没有任何有分值的指标，无法核实",
	"a score of {0} is claimed without any indicator that carries points: it cannot be verified",
	"请填各指标的分值，没有评分表的请附上",
	"give the points of every indicator; add the table where there is none",
	"财预〔2020〕10号 自评表")
JX_RULE(T08, EXPLAIN, "得分没有填", "empty score box",
	"分值 {0}，没有填得分，也没有总分，得不出终评得分",
	"{0} points, no score, and no total either: there can be no final score",
	"请填得分（没有得分填 0），或填总分",
	"fill in the score, 0 for none, or state the total",
	"财预〔2020〕10号 自评表")
JX_RULE(T08b, INFO, "得分没有填", "empty score box",
	"分值 {0}，没有填得分",
	"{0} points and no score",
	"请填得分，没有得分填 0",
	"fill in the score, 0 for none",
	"财预〔2020〕10号 自评表")
JX_RULE(T08c, INFO, "分值没有填", "empty box of points",
	"得 {0} 分，没有填分值",
	"a score of {0} and no points",
	"请填分值",
	"fill in the points",
	"财预〔2020〕10号 自评表")
JX_RULE(T09, INFO, "没有自评得分", "nothing is claimed",
	"分值合计 {0}，没有填任何得分，也没有总分",
	"{0} points, and neither a score nor a total is claimed",
	"请填各项得分和总分",
	"fill in the scores and the total",
	"财预〔2020〕10号 自评表")
/* clang-format on */

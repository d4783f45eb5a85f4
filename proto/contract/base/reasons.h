/*
 * The reasons: name, status, sentence and remedy, each of these in Chinese and in English.
 *
 * Included by error.h and error.c with JX_REASON defined; no include guard on purpose. {0}, {1}, {2}, {3} are
 * the arguments. Names go over the wire: never rename one, only add.
 */
/* clang-format off */
/* calls */
JX_REASON(UNKNOWN_METHOD, JX_UNIMPLEMENTED,
	"没有这个方法：{0}",
	"no such method: \"{0}\"",
	"核对客户端与服务端版本：jixiao version",
	"compare client and server versions: jixiao version")
JX_REASON(SERVICE_NOT_FOUND, JX_NOT_FOUND,
	"没有服务 {0}",
	"no such service: \"{0}\"",
	"查看服务：buf curl --list-services",
	"list them with: buf curl --list-services")
JX_REASON(MESSAGE_TOO_LARGE, JX_EXHAUSTED,
	"消息有 {0} 字节，上限是 {1} 字节",
	"the message has {0} bytes, the limit is {1}",
	"请减少附件说明或拆分文本",
	"shorten texts or split the report")
JX_REASON(DEADLINE_PASSED, JX_DEADLINE,
	"在规定时间内没有完成",
	"the deadline passed before the call was done",
	"请重新运行同一命令，不会重复报送",
	"run the same command again; nothing is filed twice")
JX_REASON(SERVER_BUSY, JX_EXHAUSTED,
	"服务器繁忙，队列已满",
	"the server is busy, its queue is full",
	"请稍后重新运行同一命令",
	"run the same command again in a moment")
JX_REASON(OWN_CALLS_WAIT, JX_EXHAUSTED,
	"您自己还有 {0} 个请求在排队，已到上限；别人不受影响",
	"{0} of your own calls are waiting, which is the most there may be; others are not affected",
	"请等这些请求完成后，重新运行同一命令",
	"let those finish, then run the same command again")
JX_REASON(TRIED_TOO_OFTEN, JX_EXHAUSTED,
	"从您的地址试了太多次错误的邀请码",
	"too many wrong codes were tried from your address",
	"请核对邀请码，一分钟后再试：jixiao enrol",
	"check the code and try again in a minute: jixiao enrol")
JX_REASON(SHUTTING_DOWN, JX_UNAVAILABLE,
	"服务器正在停机",
	"the server is shutting down",
	"请稍后重新运行同一命令",
	"run the same command again in a moment")
JX_REASON(OUT_OF_MEMORY, JX_UNAVAILABLE,
	"内存不足",
	"out of memory",
	"请稍后重新运行同一命令",
	"run the same command again in a moment")
JX_REASON(INTERNAL, JX_INTERNAL,
	"程序内部错误：{0}",
	"internal error: {0}",
	"请把这一行发给系统管理员",
	"send this line to your administrator")
JX_REASON(MISSING_FIELD, JX_INVALID,
	"缺少必填项 {0}",
	"the field \"{0}\" is required",
	"请填写后重试",
	"fill it in and try again")
JX_REASON(BAD_FIELD, JX_INVALID,
	"{0} 的值“{1}”不正确：{2}",
	"\"{1}\" is not a valid {0}: {2}",
	"请改正后重试",
	"correct it and try again")
JX_REASON(BAD_PAGE_TOKEN, JX_INVALID,
	"翻页标记无效",
	"the page token is not valid",
	"请从第一页重新开始",
	"start again from the first page")
JX_REASON(PAGE_TOKEN_OUTDATED, JX_CONFLICT,
	"翻页期间表已有变化",
	"the table has changed since its first page",
	"请从第一页重新开始",
	"start again from the first page")
JX_REASON(CONTENT_TOO_LARGE, JX_INVALID,
	"{0} 有 {1} 字节，超过 {2} 字节的上限",
	"\"{0}\" has {1} bytes, more than the {2} it may have",
	"请删减文字或行数",
	"shorten its texts or leave rows out")
JX_REASON(REQUEST_ID_REUSED, JX_EXISTS,
	"请求编号 {0} 已用于其他内容",
	"request id {0} was used with other content",
	"请换一个新的请求编号",
	"use a new request id")
JX_REASON(COMPRESSION_REFUSED, JX_UNIMPLEMENTED,
	"不支持消息压缩：{0}",
	"message encoding \"{0}\" is not supported",
	"请用 identity 编码",
	"use the identity encoding")
JX_REASON(BAD_FRAMING, JX_INTERNAL,
	"请求不符合 gRPC 格式：{0}",
	"the request breaks gRPC's framing: {0}",
	"核对客户端与服务端版本：jixiao version",
	"compare client and server versions: jixiao version")
JX_REASON(TOO_MANY_MESSAGES, JX_EXHAUSTED,
	"这一次调用里的消息太多，最多 {0} 条",
	"too many messages on one call, at most {0}",
	"请另起一次调用再继续",
	"go on with another call")
JX_REASON(OUTPUT_UNREAD, JX_EXHAUSTED,
	"您还有太多答复没有被读取",
	"too many replies to you wait unread",
	"请先读完或取消其他调用，再重新运行同一命令",
	"read or cancel your other calls, then run the same command again")

/* identity */
JX_REASON(NO_CERTIFICATE, JX_UNAUTHENTICATED,
	"没有出示本县签发的证书",
	"no certificate of this county was shown",
	"先登记：jixiao enrol",
	"enrol first: jixiao enrol")
JX_REASON(UNKNOWN_CERTIFICATE, JX_UNAUTHENTICATED,
	"这张证书没有登记",
	"this certificate is not enrolled here",
	"请财政局重新邀请：jixiao invite；财政负责人自己：在服务器上运行 jixiaod invite",
	"ask finance for an invitation: jixiao invite; a lead: jixiaod invite, at the server")
JX_REASON(CERTIFICATE_EXPIRED, JX_UNAUTHENTICATED,
	"这张证书已经到期",
	"this certificate has expired",
	"请财政局重新邀请：jixiao invite；财政负责人自己：在服务器上运行 jixiaod invite",
	"ask finance for an invitation: jixiao invite; a lead: jixiaod invite, at the server")
JX_REASON(REVOKED, JX_UNAUTHENTICATED,
	"这个账号已停用",
	"this person's access was revoked",
	"请与财政局联系",
	"ask the county finance bureau")
JX_REASON(REPORT_FORMULA, JX_DENIED,
	"“{0}”中的公式用了报告的字段，只有财政、审计和分析人员可以",
	"the formula in \"{0}\" names fields of reports, which finance, auditors and analysts may",
	"只用 row 的字段，例：row.claimed_score - row.computed_score",
	"use the fields of row alone, for example row.claimed_score - row.computed_score")
JX_REASON(NOT_ALLOWED, JX_DENIED,
	"您的角色（{0}）不能做这件事；需要：{1}",
	"your role ({0}) may not do this; it requires: {1}",
	"查看自己的角色：jixiao whoami",
	"see your role with: jixiao whoami")
JX_REASON(OTHER_DEPARTMENT, JX_DENIED,
	"这不是您所在部门的报送",
	"this is not your department's submission",
	"由该部门的填报人或单位负责人办理；查看自己的部门：jixiao whoami",
	"people of that department do it; see yours with: jixiao whoami")
JX_REASON(NO_OWN_DEPARTMENT, JX_INVALID,
	"您不属于任何部门，要写明部门",
	"you belong to no department: name one",
	"写上部门编码，或者由部门的填报人运行：jixiao help form",
	"give the code of the department, or let its enterer run this: jixiao help form")
JX_REASON(OWN_DEPARTMENT, JX_DENIED,
	"报送 {0}（{1}）是您自己部门的，您不能{2}",
	"submission {0} ({1}) is your own department's: it cannot be {2} by you",
	"请由其他部门的审核人办理；{3}",
	"let a reviewer from another department do it; {3}")
JX_REASON(FILED_BY_YOU, JX_DENIED,
	"报送 {0}（{1}）里有您报的版本，您不能{2}",
	"you have filed a version of submission {0} ({1}): it cannot be {2} by you",
	"请由另一位审核人办理；{3}",
	"let another reviewer do it; {3}")
JX_REASON(NOT_YOUR_REVIEW, JX_DENIED,
	"报送 {0}（{1}）由 {3} 领取审核，您不能{2}",
	"submission {0} ({1}) is being reviewed by {3}: it cannot be {2} by you",
	"请 {3} 办理；{3} 或财政负责人也可以放回待审：jixiao release 部门",
	"let {3} do it; {3} or a lead may also put it back with: jixiao release DEPT")
JX_REASON(ACCEPTED_BY_OTHER, JX_DENIED,
	"报送 {0}（{1}）不是您通过的，您不能{2}",
	"submission {0} ({1}) was accepted by somebody else: it cannot be {2} by you",
	"请当初通过的人更正；{3}",
	"let whoever accepted it do it; {3}")
JX_REASON(ACCEPTED_BY_YOU, JX_DENIED,
	"报送 {0}（{1}）是您通过的，您不能{2}",
	"you have accepted submission {0} ({1}): it cannot be {2} by you",
	"请由另一位财政负责人办理；{3}",
	"let another lead do it; {3}")
JX_REASON(ENROL_HERE_ONLY, JX_DENIED,
	"这个端口只办理登记",
	"this port serves enrolment only",
	"请改用主端口",
	"use the main port")
JX_REASON(BAD_INVITATION, JX_DENIED,
	"邀请码无效、已使用或已过期",
	"the invitation is wrong, used or expired",
	"请财政局重新邀请：jixiao invite",
	"ask finance for a new one: jixiao invite")
JX_REASON(PERSON_ACTIVE, JX_STATE,
	"{0} 是在用的账号，邀请不能改动它",
	"{0} has access: an invitation does not change that person",
	"要改角色、或钥匙丢失时，先停用再邀请：jixiao person revoke {0} --reason 原因",
	"for other roles, or after a lost key, revoke first: jixiao person revoke {0} --reason REASON")
JX_REASON(LEAD_ACTIVE_AT_CONSOLE, JX_STATE,
	"{0} 是在用的财政负责人，邀请不能改动它",
	"{0} is a lead with access: an invitation does not change that person",
	"密钥丢失或证书已到期的，加 --lost-key：原有证书随即停用",
	"after a lost key or an expired certificate add --lost-key: the certificates there are end at once")
JX_REASON(NOT_INVITED, JX_STATE,
	"{0} 没有未用的邀请",
	"{0} has no open invitation",
	"查看全部账号：jixiao person list",
	"list all people: jixiao person list")
JX_REASON(CONSOLE_SILENT, JX_UNAVAILABLE,
	"正在运行的 jixiaod 没有在 {0} 答复：{1}",
	"the jixiaod that runs does not answer at {0}: {1}",
	"可能已经办了，先看 jixiaod invitations；没有办的，以运行 jixiaod 的用户再试，仍不行的停下 jixiaod 后再试",
	"it may have been done: look with jixiaod invitations; if not, try again as the user that runs jixiaod, or with jixiaod stopped")
JX_REASON(INVITATIONS_REFUSED, JX_INVALID,
	"{0} 行有问题，没有邀请任何人",
	"{0} rows have a problem, nobody was invited",
	"改好保存后重新运行；先试运行加 --dry-run",
	"correct them and run it again; --dry-run tries first")
JX_REASON(LEAD_ONE_BY_ONE, JX_INVALID,
	"{0} 要作财政负责人，须单独邀请",
	"{0} is to be a lead, and leads are invited one by one",
	"从名单中去掉，单独运行：jixiao invite {0} --role lead",
	"take the row out and run: jixiao invite {0} --role lead")
JX_REASON(PERSON_TWICE, JX_INVALID,
	"{0} 在名单中出现两次",
	"{0} appears twice in the list",
	"留下一行",
	"keep one of the rows")
JX_REASON(LEAD_NOT_EDITED, JX_STATE,
	"{0} 的财政负责人角色不能这样给予或取消",
	"{0} neither becomes nor ceases to be a lead by this",
	"给予用 jixiao invite，取消用 jixiao person revoke",
	"use jixiao invite to make a lead, jixiao person revoke to end one")
JX_REASON(CA_ROTATED_ALREADY, JX_STATE,
	"新旧两份县级证书正在并用",
	"a new county certificate is taking the place of the old one already",
	"先停用旧的：jixiaod rotate-ca 目录 --retire",
	"retire the old one first: jixiaod rotate-ca DIR --retire")
JX_REASON(CA_NOT_ROTATED, JX_STATE,
	"只有一份县级证书，没有旧的可停用",
	"there is one county certificate, and no old one to retire",
	"先启用新的：jixiaod rotate-ca 目录",
	"make a new one first: jixiaod rotate-ca DIR")
JX_REASON(CA_STILL_NEEDED, JX_STATE,
	"还有 {0} 人只有旧的县级证书签发的个人证书",
	"{0} people still have certificates of the old county authority only",
	"请他们运行一次任何 jixiao 命令；不等他们的，加 --force，之后须重新邀请",
	"let each run any jixiao command once; or add --force, and invite them again afterwards")
JX_REASON(SECOND_LEAD_ONCE, JX_STATE,
	"唯一的财政负责人只能邀请第二位一次，{0} 不能再由一人邀请",
	"the only lead may invite a second one once: {0} cannot be invited by one lead again",
	"请服务器管理员在服务器上运行：jixiaod invite 目录 {0}",
	"let the operator of the server run there: jixiaod invite DIR {0}")
JX_REASON(NOT_PROPOSED, JX_NOT_FOUND,
	"没有人提出邀请 {0} 为财政负责人，或提出已失效",
	"nobody has proposed to invite {0} as a lead, or the proposal has expired",
	"由一位财政负责人提出：jixiao invite {0} --role lead",
	"let a lead propose it: jixiao invite {0} --role lead")
JX_REASON(OWN_PROPOSAL, JX_STATE,
	"邀请 {0} 是您自己提出的，需要另一位财政负责人确认",
	"you have proposed to invite {0} yourself: another lead must confirm it",
	"由另一位负责人运行：jixiao person confirm {0}",
	"let another lead run: jixiao person confirm {0}")
JX_REASON(PROPOSAL_CHANGED, JX_CONFLICT,
	"提出的邀请 {0} 的摘要是 {1}，不是您核对的",
	"the proposed invitation of {0} has the digest {1}, not the one you have checked",
	"再核对一次：jixiao person confirm {0}",
	"check it again: jixiao person confirm {0}")
JX_REASON(LAST_LEAD, JX_STATE,
	"{0} 是最后一位财政负责人，不能停用",
	"{0} is the last lead and cannot be revoked",
	"先邀请另一位：jixiao invite",
	"invite another one first: jixiao invite")
JX_REASON(BAD_CSR, JX_INVALID,
	"证书申请不正确：{0}",
	"the certificate request is not valid: {0}",
	"请用 jixiao enrol 重新登记",
	"enrol again with: jixiao enrol")
JX_REASON(RENEWED_TOO_OFTEN, JX_EXHAUSTED,
	"您的证书在 {1} 小时内已换发 {0} 次，已到上限",
	"your certificate was renewed {0} times within {1} hours, which is the most",
	"继续使用现有证书；明天再换",
	"go on with the certificate you have; renew tomorrow")
JX_REASON(SIGNATURE_DAMAGED, JX_DATA_LOSS,
	"{0} 的签名（{1}）与所签内容不符，不予导出",
	"the signature under {0} by {1} does not match what was signed, and is not exported",
	"请系统管理员运行：jixiaod fsck 状态目录",
	"the administrator runs: jixiaod fsck STATE_DIRECTORY")
JX_REASON(BAD_SIGNATURE, JX_INVALID,
	"签名与内容不符",
	"the signature does not match the content",
	"请用登记时的密钥重新报送",
	"submit again with the key you enrolled")

/* things */
JX_REASON(DEPARTMENT_NOT_FOUND, JX_NOT_FOUND,
	"没有部门 {0}",
	"no department \"{0}\"",
	"查看部门：jixiao department list",
	"see them with: jixiao department list")
JX_REASON(DEPARTMENT_EXISTS, JX_EXISTS,
	"部门 {0} 已存在，名称是 {1}",
	"department {0} exists already, its name is {1}",
	"查看部门：jixiao department list",
	"see them with: jixiao department list")
JX_REASON(TITLE_TAKEN, JX_EXISTS,
	"部门 {0} 已经叫“{1}”",
	"department {0} is called \"{1}\" already",
	"改名称；确实同名的，加 --allow-twins",
	"choose another title; when both are meant: --allow-twins")
JX_REASON(CODE_TWIN, JX_EXISTS,
	"编码 {0} 与 {1}（{2}）只差前面的零，可能是 Excel 去掉了零",
	"code {0} differs from {1} ({2}) by leading zeros alone; Excel may have dropped them",
	"写成 {1}；在 Excel 里把编码列设为文本；确是两个部门的，加 --allow-twins",
	"write {1}, and make the column of codes text in Excel; when both are meant: --allow-twins")
JX_REASON(UNKNOWN_WORD, JX_INVALID,
	"{0} 没有“{1}”这个取值，只能是：{2}",
	"{0} has no word \"{1}\"; it is one of: {2}",
	"改成其中之一，或留空",
	"use one of them, or leave it empty")
JX_REASON(DEPARTMENT_TWICE, JX_INVALID,
	"部门 {0} 在第 {1} 行已经有了",
	"department {0} stands in row {1} already",
	"去掉其中一行",
	"take one of the rows out")
JX_REASON(LIST_CHANGED, JX_CONFLICT,
	"部门名单在你看过之后又改动了",
	"the departments have changed since you looked",
	"重新运行同一命令，看清改动再确认",
	"run the same command again and look at what changes")
JX_REASON(DEPARTMENT_RETIRED, JX_STATE,
	"部门 {0} {1} 自 {2} 起已不存在，{3}",
	"department {0} {1} exists no more since {2}; {3}",
	"查看沿革：jixiao department history {0}；撤错了的恢复：jixiao department reinstate {0} --reason 原因",
	"see what became of it: jixiao department history {0}; when that was a mistake: jixiao department reinstate {0} --reason REASON")
JX_REASON(DEPARTMENT_EXISTS_STILL, JX_STATE,
	"部门 {0} 没有撤销，不用恢复",
	"department {0} has not ended: there is nothing to take back",
	"查看部门：jixiao department list",
	"see them with: jixiao department list")
JX_REASON(SPLIT_OF_ONE, JX_INVALID,
	"有 {0} 个部门、{1} 个承接部门：拆分只能一个拆成几个，合并只能几个并成一个",
	"{0} departments and {1} successors: one department is split into several, or several are merged into one",
	"分成几次做",
	"do it one step after the other")
JX_REASON(PERSON_NOT_FOUND, JX_NOT_FOUND,
	"没有人员 {0}",
	"no person \"{0}\"",
	"查看人员：jixiao person list",
	"see them with: jixiao person list")
JX_REASON(ROUND_NOT_FOUND, JX_NOT_FOUND,
	"没有轮次 {0}",
	"no round \"{0}\"",
	"查看轮次：jixiao round list",
	"see them with: jixiao round list")
JX_REASON(ROUND_EXISTS, JX_EXISTS,
	"轮次 {0} 已存在",
	"round \"{0}\" exists already",
	"换一个编号；查看已有的轮次：jixiao round list",
	"choose another id; see the rounds with: jixiao round list")
JX_REASON(ROUND_STATE, JX_STATE,
	"轮次 {0} 的状态是“{1}”，不能{2}",
	"round {0} is {1}: it cannot {2}",
	"{3}；查看轮次：jixiao round list",
	"{3}; see the rounds with: jixiao round list")
JX_REASON(ROUND_SET, JX_STATE,
	"轮次 {0} 的状态是“{1}”，只有筹备中的轮次可以改动",
	"round {0} is {1}: only a draft can be changed",
	"{2}；查看轮次：jixiao round list",
	"{2}; see the rounds with: jixiao round list")
JX_REASON(ROSTER_CLOSED, JX_STATE,
	"轮次 {0} 的状态是“{1}”，报送名单不能再增减",
	"round {0} is {1}: its roster cannot be changed",
	"名单在公示前可以增减，筹备中用 jixiao round edit {0} --departments；{2}",
	"it changes before a publication, of a draft with: jixiao round edit {0} --departments; {2}")
JX_REASON(ROSTER_BEGUN, JX_STATE,
	"{0} 在轮次 {1} 已有记录，或不在名单上，不能去掉",
	"{0} has begun in round {1}, or is not on its roster: it cannot be taken off",
	"不须报送时改为免报：jixiao waive {0} --round {1} --document 文号 --reason 原因",
	"when it need not file, waive it: jixiao waive {0} --round {1} --document NUMBER --reason REASON")
JX_REASON(NOT_LATER, JX_INVALID,
	"现在的截止时间是 {0}，只能往后延",
	"the deadline is {0} now: it can only be put off",
	"写明更晚的时间，例如 --deadline 2026-03-20T17:30",
	"name a later one, for example --deadline 2026-03-20T17:30")
JX_REASON(DEADLINE_BEHIND, JX_STATE,
	"轮次 {0} 的截止时间已过，不能开启",
	"the deadline of round {0} has passed, it cannot be opened",
	"另建一个截止时间在以后的轮次，例：jixiao round create 编号 --year 2025 --deadline 30d",
	"create another one with a later deadline: jixiao round create ID --year 2025 --deadline 30d")
JX_REASON(TIME_PASSED, JX_INVALID,
	"{0} 写的时间 {1} 已经过去",
	"{1}, given as {0}, has passed",
	"请写一个以后的时间，如 30d（30 天后）；核对本机时钟：jixiao ping",
	"give a time to come, such as 30d from now; compare this machine's clock with: jixiao ping")
JX_REASON(TIME_AHEAD, JX_INVALID,
	"{1} 还没有到，不知道那时怎样",
	"{1} has not come yet: what will be then is not known",
	"请写一个以前的时间，例：--as-of 2026-03-15T17:30；核对本机时钟：jixiao ping",
	"give a time that has passed, such as --as-of 2026-03-15T17:30; compare this machine's clock with: jixiao ping")
JX_REASON(HISTORY_SINCE, JX_STATE,
	"这里没有 {0} 的记录，最早的是 {1} 的",
	"nothing is kept here of {0}; the first that is known is of {1}",
	"请写一个更晚的时间；更早发布的表可以按编号导出：jixiao export 轮次 --publication N",
	"give a later time; a table that was published before is exported by its number: jixiao export ROUND --publication N")
JX_REASON(ROSTER_EMPTY, JX_STATE,
	"轮次 {0} 没有应报部门",
	"round {0} has no departments on its roster",
	"先登记部门：jixiao department load 文件.csv",
	"add departments first: jixiao department load FILE.csv")
JX_REASON(NOT_ON_ROSTER, JX_STATE,
	"部门 {0} 不在轮次 {1} 的应报名单上",
	"department {0} is not on the roster of round {1}",
	"请与财政局联系",
	"ask the county finance bureau")
JX_REASON(SUBMISSION_NOT_FOUND, JX_NOT_FOUND,
	"没有报送 {0}",
	"no submission \"{0}\"",
	"查看报送：jixiao list",
	"see them with: jixiao list")
JX_REASON(VERSION_NOT_FOUND, JX_NOT_FOUND,
	"报送 {0} 没有版本 {1}",
	"submission {0} has no version {1}",
	"查看版本：jixiao show submissions/{0}",
	"see its versions with: jixiao show submissions/{0}")
JX_REASON(SUBMISSION_STATE, JX_STATE,
	"报送 {0} 的状态是“{1}”，不能{2}",
	"submission {0} is {1}: it cannot be {2}",
	"{3}；各部门的进度：jixiao list",
	"{3}; where each department is: jixiao list")
JX_REASON(HELD_BY_REVIEWER, JX_STATE,
	"报送 {0} 已由 {1} 领取，正在审核",
	"submission {0} is claimed by {1}, who reviews it",
	"请其放回，或由财政负责人放回：jixiao release {2}",
	"have it given back by that person, or by a lead: jixiao release {2}")
JX_REASON(ROUND_NOT_OPEN, JX_STATE,
	"轮次 {0} 的状态是“{1}”，不能报送",
	"round {0} is {1}: it accepts no reports",
	"部门在填报中才能报送；{2}",
	"departments file while it is open; {2}")
JX_REASON(ROUND_CLOSED, JX_STATE,
	"轮次 {0} 已于 {1} 截止，报送 {2} 的状态是“{3}”",
	"round {0} closed on {1}; submission {2} is {3}",
	"请与财政局联系办理延期；财政负责人延期：jixiao round extend {0}",
	"ask the county finance bureau for an extension; a lead gives one with: jixiao round extend {0}")
JX_REASON(ROUND_NOT_CLOSED, JX_STATE,
	"轮次 {0} 的状态是“{1}”，报送 {2} 还不能公示",
	"round {0} is {1}: submission {2} cannot be published for checking yet",
	"请财政负责人先截止轮次：jixiao round close {0}",
	"a lead closes the round first: jixiao round close {0}")
JX_REASON(STALE_BASE, JX_CONFLICT,
	"报送 {0} 现在是第 {1} 版，您依据的是第 {2} 版",
	"submission {0} is at version {1}, yours builds on {2}",
	"先看新版本：jixiao show {0}",
	"look at the new version first: jixiao show {0}")
JX_REASON(STALE_DRAFT, JX_CONFLICT,
	"报送 {0}（{1}）的草稿现在是 {3} 保存的第 {2} 稿，您依据的不是它",
	"the draft of submission {0} ({1}) is number {2} by {3} now, yours does not build on it",
	"先看有何不同，您的文件没有丢：jixiao draft diff 文件；合并后再保存：jixiao draft put",
	"see what differs, your file is not lost: jixiao draft diff FILE; once merged save it: jixiao draft put")
JX_REASON(DRAFT_NOT_FOUND, JX_NOT_FOUND,
	"报送 {0}（{1}）没有草稿",
	"submission {0} ({1}) has no draft",
	"请填报人先保存：jixiao draft put 文件",
	"an enterer saves one first: jixiao draft put FILE")
JX_REASON(DRAFTS_FULL, JX_STATE,
	"这份报送已存草稿 {0} 份，连同这一份达到上限（{1} 份，{2} 字节）",
	"this submission has {0} drafts, with this one more than is kept ({1}, {2} bytes)",
	"草稿不能再存；请填报人在自己的文件里改完后提交：jixiao submit 文件",
	"no more drafts are saved; an enterer finishes in a file of their own and submits it: jixiao submit FILE")
JX_REASON(WRONG_YEAR, JX_INVALID,
	"报告是 {0} 年的，这个轮次收 {1} 年的",
	"the report is about {0}, this round collects reports about {1}",
	"改正 profile.year，或报到另一轮次：jixiao round list",
	"correct profile.year, or choose another round: jixiao round list")
JX_REASON(HARD_FINDINGS, JX_INVALID,
	"有 {0} 处必须改正",
	"{0} findings must be corrected",
	"逐条查看：jixiao check 文件",
	"see them one by one: jixiao check FILE")
JX_REASON(NEEDS_EXPLANATION, JX_INVALID,
	"有 {0} 处需要改正或说明原因",
	"{0} findings need a correction or an explanation",
	"改正，或在 explanations 中写明原因，再检查：jixiao check 文件",
	"correct them or explain them under \"explanations\", then: jixiao check FILE")
JX_REASON(OPEN_ISSUES, JX_STATE,
	"报送 {2}（{3}）还有 {0} 条意见没有答复：{1}",
	"submission {2} ({3}) has {0} issues that are still open: {1}",
	"审核人退回请部门答复：jixiao return 部门；查看意见：jixiao show 部门",
	"its reviewer returns it for an answer: jixiao return DEPT; see the issues with: jixiao show DEPT")
JX_REASON(ISSUE_REQUIRED, JX_INVALID,
	"退回必须至少写明一条意见",
	"a return needs at least one issue",
	"例：jixiao return 部门 --at functions[0].amount -m 原因",
	"for example: jixiao return DEPT --at functions[0].amount -m REASON")
JX_REASON(ISSUE_NOT_FOUND, JX_NOT_FOUND,
	"没有意见 {0}",
	"no issue {0}",
	"查看意见：jixiao show 部门",
	"see the issues with: jixiao show DEPT")
JX_REASON(ISSUE_UNANSWERED, JX_STATE,
	"意见 {0}（{1}）没有答复：该处没有改动，也没有新的说明",
	"issue {0} ({1}) is not answered: nothing changed there and nothing new explains it",
	"请填报部门先答复：jixiao reply 部门 {0} -m 答复；或修改该处、在 explanations 中写明新的说明、在 jixiao form returned 的表中答复，再运行：jixiao submit 文件；报送 {2} 的状态是“{3}”",
	"the department replies first: jixiao reply DEPT {0} -m REPLY; or changes that field, explains it anew under \"explanations\" or replies in the form of jixiao form returned, then: jixiao submit FILE; submission {2} is {3}")
JX_REASON(ISSUE_UNCORRECTED, JX_STATE,
	"意见 {0}（{1}）要求改正，该处没有改动：只答复或说明不够",
	"issue {0} ({1}) asks for a correction, and nothing changed there: a reply or an explanation alone does not answer it",
	"请填报部门改正该处，再运行：jixiao submit 文件；确实无误时在答复中写明，请审核人作罢这条意见：jixiao issue waive 部门 {0}；报送 {2} 的状态是“{3}”",
	"the department corrects that field, then: jixiao submit FILE; when it is right as it is, say so in a reply and ask the reviewer to waive the issue: jixiao issue waive DEPT {0}; submission {2} is {3}")
JX_REASON(ISSUE_CLOSED, JX_STATE,
	"报送 {0}（{1}）的这条意见已经了结，不能再答复或办理",
	"this issue of submission {0} ({1}) is closed already: nothing more can be done about it",
	"查看意见：jixiao show 部门；{3}",
	"see its issues with: jixiao show DEPT; {3}")
JX_REASON(ISSUE_WITHOUT_ANSWER, JX_STATE,
	"报送 {0}（{1}）的这条意见还没有答复，不能解决",
	"this issue of submission {0} ({1}) has no answer yet: it cannot be resolved",
	"审核人退回请部门答复：jixiao return 部门 --due 3d；或写明原因作罢：jixiao issue waive 部门 序号 --reason 原因",
	"its reviewer returns it for an answer: jixiao return DEPT --due 3d; or waives the issue with a reason: jixiao issue waive DEPT NUMBER --reason REASON")
JX_REASON(DUE_REQUIRED, JX_INVALID,
	"退回报送 {0}（{1}）必须写明答复期限",
	"a return of submission {0} ({1}) needs a time by which to answer",
	"用 --due 写明，例：--due 3d",
	"give it with --due, for example: --due 3d")
JX_REASON(NOT_OVERDUE, JX_STATE,
	"报送 {0}（{1}）可以答复到 {2}（答复期限加上县里定的宽限），过后财政负责人才能按未回应通过",
	"submission {0} ({1}) may be answered until {2}, the county's grace included: a lead can accept it unanswered after that",
	"等填报部门答复；{3}",
	"wait for the department; {3}")
JX_REASON(MEMBERS_MISSING, JX_STATE,
	"报送 {0}（{1}）需要评价小组成员签字，已签和应签：{2}",
	"submission {0} ({1}) needs members of the evaluation team to sign, signed of required: {2}",
	"请评价小组成员签字：jixiao sign 部门；还没有存稿的先存：jixiao draft put 文件",
	"let members of the team sign: jixiao sign DEPT; a report that is no draft yet is saved first: jixiao draft put FILE")
JX_REASON(HEAD_MISSING, JX_STATE,
	"报送 {0}（{1}）需要单位负责人签字",
	"submission {0} ({1}) needs the head's signature",
	"请单位负责人签字：jixiao sign 部门",
	"let the head sign: jixiao sign DEPT")
JX_REASON(HEAD_SIGNS_ALONE, JX_STATE,
	"报送 {0}（{1}）的草稿由您一人填写，还没有别人签字",
	"the draft of submission {0} ({1}) was entered by you alone, and nobody else has signed it",
	"请评价小组成员先签字：jixiao sign 部门",
	"let a member of the team sign first: jixiao sign DEPT")
JX_REASON(REASON_REQUIRED, JX_INVALID,
	"必须写明原因：{0}",
	"a reason is required: {0}",
	"用 --reason 写明",
	"give one with --reason")
JX_REASON(PLACE_REQUIRED, JX_INVALID,
	"报送 {0}（{1}）：必须写明对哪一处有异议",
	"submission {0} ({1}): an objection names the place it is about",
	"用 --at 写明字段，或 --at rank",
	"give it with --at FIELD, or --at rank")
JX_REASON(EVIDENCE_REQUIRED, JX_INVALID,
	"报送 {0}（{1}）：必须写明依据的材料，才能{2}",
	"submission {0} ({1}): to be {2} it needs the evidence named",
	"用 --evidence 写明",
	"give it with --evidence")
JX_REASON(DOCUMENT_REQUIRED, JX_INVALID,
	"报送 {0}（{1}）：必须写明文号，才能{2}",
	"submission {0} ({1}): to be {2} it needs the number of a document",
	"用 --document 写明",
	"give it with --document")
JX_REASON(LISTED, JX_STATE,
	"报送 {0}（{1}）已列入发布的表，不能{2}",
	"submission {0} ({1}) stands in a publication: it cannot be {2}",
	"{3}；查看发布：jixiao rank 轮次 --published",
	"{3}; see the publication with: jixiao rank ROUND --published")
JX_REASON(SCORE_RANGE, JX_INVALID,
	"复核得分 {0} 不在 0 到 {1} 之间",
	"the reviewed score {0} is not between 0 and {1}",
	"请改正后重试",
	"correct it and try again")
JX_REASON(SCORE_DECIMALS, JX_INVALID,
	"复核得分 {0} 超过两位小数",
	"the reviewed score {0} has more than two decimals",
	"按两位小数填写后重试",
	"write it with two decimals at most, then try again")
JX_REASON(RECTIFICATION_NOT_FOUND, JX_NOT_FOUND,
	"没有整改事项 {0}",
	"no rectification item \"{0}\"",
	"查看事项：jixiao rectify list",
	"see them with: jixiao rectify list")
JX_REASON(RECTIFICATION_STATE, JX_STATE,
	"整改事项 {0} 的状态是“{1}”，不能{2}",
	"rectification item {0} is {1}: it cannot be {2}",
	"{3}；查看：jixiao rectify show {0}",
	"{3}; see it with: jixiao rectify show {0}")
JX_REASON(ITEM_FULL, JX_STATE,
	"事项 {0} 的状态是“{1}”，已有 {2} 次办理记录，不能再{3}",
	"item {0} is {1} and has {2} acts already: it cannot be {3} any more without going on",
	"请办理下一步；整改：jixiao rectify show {0}；闲置资金：jixiao idle show {0}",
	"take its next step, which these show: jixiao rectify show {0}, jixiao idle show {0}")
JX_REASON(IDLE_FUNDS_NOT_FOUND, JX_NOT_FOUND,
	"没有闲置资金事项 {0}",
	"no idle funds item \"{0}\"",
	"查看事项：jixiao idle list",
	"see them with: jixiao idle list")
JX_REASON(IDLE_FUNDS_STATE, JX_STATE,
	"闲置资金事项 {0} 的状态是“{1}”，不能{2}",
	"idle funds item {0} is {1}: it cannot be {2}",
	"{3}；查看：jixiao idle show {0}",
	"{3}; see it with: jixiao idle show {0}")
JX_REASON(EXPLANATION_DUE, JX_STATE,
	"闲置资金事项 {0} 的状态是“{1}”，部门的说明期限未到，不能{2}",
	"idle funds item {0} is {1} and the department still has time to explain it: it cannot be {2}",
	"{3}；期限过后财政负责人可直接收回：jixiao idle order {0}",
	"{3}; once its time has passed a lead may order it back all the same: jixiao idle order {0}")
JX_REASON(MORE_THAN_OUTSTANDING, JX_STATE,
	"闲置资金事项 {0} 的状态是“{1}”，未了结 {2}，不能办理 {3}",
	"idle funds item {0} is {1} with {2} outstanding, which does not hold {3}",
	"请财政负责人核对金额后重办：jixiao idle show {0}",
	"a lead compares the amounts and tries again: jixiao idle show {0}")
JX_REASON(IDLE_FUNDS_TOO_LARGE, JX_INVALID,
	"加上 {0}，全县台账合计超出可记的范围",
	"with {0} more the county's ledger would hold more than can be written down",
	"请核对金额后重办：jixiao idle-funds",
	"compare the amount and try again: jixiao idle-funds")
JX_REASON(IDLE_FUNDS_FULL, JX_STATE,
	"部门 {0} 未结清的存量资金已有 {1} 项，达到上限",
	"department {0} has {1} items of idle funds with a balance, which is the most",
	"请财政负责人先了结一些：jixiao idle list --outstanding；再登记",
	"a lead settles some first: jixiao idle list --outstanding; then flag this one")
JX_REASON(FINDING_NOT_FOUND, JX_NOT_FOUND,
	"报告 {0} 没有规则 {1} 在 {2} 的检查结果",
	"report {0} has no finding of rule {1} at \"{2}\"",
	"查看检查结果：jixiao show {0}",
	"see its findings with: jixiao show {0}")
JX_REASON(OWN_ITEM, JX_DENIED,
	"{0} 是您自己部门的事项，本部门的人不能代表财政办理",
	"{0} is an item of your own department, for which you do not act as finance",
	"请由其他部门的审核人或财政负责人办理；查看自己的部门：jixiao whoami",
	"let a reviewer or lead of another department do it; see your department with: jixiao whoami")
JX_REASON(ITEM_TAKEN_OVER, JX_DENIED,
	"{0}：部门 {1} 已撤销，由 {2} 负责办理",
	"{0}: department {1} has ended, and {2} answers for it",
	"请由负责的部门办理；查看沿革：jixiao department history {1}",
	"let the department that answers do it; see how it ended with: jixiao department history {1}")
JX_REASON(RULEBOOK_NOT_FOUND, JX_NOT_FOUND,
	"服务器上没有规则手册 {0}",
	"the server has no rulebook \"{0}\"",
	"查看手册：jixiao rules list；启用一份：jixiao rules activate 文件",
	"see them with: jixiao rules list; activate one: jixiao rules activate FILE")
JX_REASON(RULEBOOK_EXISTS, JX_EXISTS,
	"规则手册 {0} 第 {1} 版已启用，内容不同；启用后不能修改",
	"edition {1} of rulebook {0} is active with other content and cannot be changed",
	"请给新内容另编 number",
	"give the new content a number of its own")
JX_REASON(RULEBOOK_WRONG, JX_INVALID,
	"规则手册有 {0} 处错误，第一处在 {1}：{2}",
	"the rulebook has {0} mistakes, the first at {1}: {2}",
	"逐条查看：jixiao rules check 文件",
	"see all of them: jixiao rules check FILE")
JX_REASON(ROUND_HAS_REPORTS, JX_STATE,
	"轮次 {0} 已有报送，规则手册不能再换",
	"round {0} has reports already: its rulebook cannot be changed",
	"请在下一轮次启用",
	"activate it for the next round")
JX_REASON(RULEBOOK_STALE, JX_STATE,
	"检查时用的规则手册已过时；轮次 {0} 现在用 {1}",
	"the report was checked under an outdated rulebook: round {0} now uses {1}",
	"下载后重新检查并报送：jixiao rules fetch {0}",
	"fetch it, check again and submit: jixiao rules fetch {0}")
JX_REASON(VERDICT_DIFFERS, JX_STATE,
	"同一内容、同一手册，您那边的检查结论与服务器不同（{0} 对 {1}）",
	"the same content under the same rulebook was judged differently on your side ({0}, here {1})",
	"请用与服务器相同的客户端版本：jixiao version",
	"use the same client version as the server: jixiao version")
JX_REASON(EXPLANATION_OF_LAST_YEAR, JX_INVALID,
	"“{0}”的说明与 {1} 的完全相同",
	"the explanation at {0} is identical to that of {1}",
	"请写明今年的具体原因",
	"say what the reason is this year")
JX_REASON(REVIEW_SUM, JX_INVALID,
	"复核总分 {0} 与逐行复核得分合成的 {1} 不符",
	"the reviewed score {0} does not equal the {1} that its lines give",
	"总分由逐行得分合成，不必另填",
	"leave it out: it is computed from the lines")
JX_REASON(NOTHING_TO_PUBLISH, JX_STATE,
	"轮次 {0} 没有审核通过的报送",
	"round {0} has no accepted submission",
	"查看待审：jixiao list --state submitted",
	"see what waits for review: jixiao list --state submitted")
JX_REASON(PUBLISHED_ALREADY, JX_STATE,
	"轮次 {0} 已经定稿发布，之后没有新公示的部门",
	"round {0} is published as final already, and nothing was published for checking since",
	"查看定稿：jixiao rank {0} --published；有更正时先公示：jixiao publish {0}",
	"see it: jixiao rank {0} --published; publish a correction for checking first: jixiao publish {0}")
JX_REASON(REOPENING_YOURS, JX_STATE,
	"重新打开 {0}（{1}）由您提出，须由另一位财政负责人确认",
	"you proposed to reopen {0} ({1}): another lead must confirm it",
	"由另一位负责人查看并确认：jixiao reopen 部门",
	"another lead sees and confirms it with: jixiao reopen DEPT")
JX_REASON(REOPENING_PROPOSED, JX_STATE,
	"{1} 已经提出同样的重新打开 {0}，等您确认",
	"{1} has proposed the same reopening of {0}, which waits for you to confirm it",
	"核对后运行：jixiao reopen 部门 --confirm {2}",
	"check it, then run: jixiao reopen DEPT --confirm {2}")
JX_REASON(NO_REOPENING, JX_NOT_FOUND,
	"没有人提出重新打开 {0}，或提出已失效",
	"nobody has proposed to reopen {0}, or the proposal has expired",
	"由一位财政负责人提出：jixiao reopen 部门 --reason 原因 --evidence 文号",
	"let a lead propose it: jixiao reopen DEPT --reason REASON --evidence NUMBER")
JX_REASON(REOPENING_CHANGED, JX_CONFLICT,
	"提出重新打开 {0} 的摘要是 {1}，不是您核对的",
	"the proposal to reopen {0} has the digest {1}, not the one you have checked",
	"核对后运行：jixiao reopen 部门 --confirm {1}",
	"check it, then run: jixiao reopen DEPT --confirm {1}")
JX_REASON(CORRECTION_OPEN, JX_STATE,
	"轮次 {0} 有 {1} 个部门重新打开后还没有审核通过：{2}",
	"in round {0} {1} departments were reopened and are not accepted yet: {2}",
	"等审核通过后再公示；或取消更正：jixiao reopen 部门 --cancel --reason 原因",
	"publish once they are accepted; or take it back: jixiao reopen DEPT --cancel --reason REASON")
JX_REASON(NOTHING_TO_CORRECT, JX_STATE,
	"轮次 {0} 已经定稿发布，没有审核通过的更正可以公示",
	"round {0} is published as final, and no correction of it is accepted that could be published for checking",
	"有错误时由两位财政负责人重新打开：jixiao reopen 部门 --round {0}",
	"to correct an error two leads reopen a report: jixiao reopen DEPT --round {0}")
JX_REASON(NOT_CHECKED, JX_STATE,
	"轮次 {0} 有 {1} 个部门在公示之后才审核通过，没有经过公示核对：{2}",
	"in round {0} {1} departments were accepted after the table was published for checking: {2}",
	"把它们一起再公示一次：jixiao publish {0}；或退回：jixiao return 部门",
	"publish it for checking once more, with them: jixiao publish {0}; or return them: jixiao return DEPT")
JX_REASON(PUBLISHING_NOW, JX_CONFLICT,
	"{0} 正在发布轮次 {1}",
	"{0} is publishing round {1} at this moment",
	"过一会儿查看发布的表：jixiao rank {1} --published",
	"see in a moment what was published: jixiao rank {1} --published")
JX_REASON(PUBLISHED_MEANWHILE, JX_CONFLICT,
	"{0} 刚刚发布了 {1}",
	"{0} has just published {1}",
	"先查看：jixiao rank {2} --published；确需再发布一次，就重新运行同一命令",
	"see it first: jixiao rank {2} --published; to publish once more, run the same command again")
JX_REASON(SECOND_LEAD, JX_STATE,
	"轮次 {0}（{1}）的定稿要由两位财政负责人办理，另一位确认才生效",
	"to publish round {0} ({1}) finally takes two leads, and another one has to confirm it",
	"由另一位财政负责人运行同一命令：jixiao publish {0} --final",
	"let another lead run the same command: jixiao publish {0} --final")
JX_REASON(PUBLICATION_UNSEEN, JX_STATE,
	"{0} 提出的定稿（{3}发布）摘要是 {1}，确认时要写明",
	"{0} proposed the table for {3} publication, with the digest {1}, which a confirmation must state",
	"核对后运行：jixiao publish {2} --final --digest {1}",
	"check it, then run: jixiao publish {2} --final --digest {1}")
JX_REASON(PUBLICATION_CHANGED, JX_CONFLICT,
	"要发布的表的摘要是 {1}，不是您核对的 {0}",
	"the table to be published has the digest {1}, not {0}",
	"再核对一次：jixiao publish {2} --final",
	"check it again: jixiao publish {2} --final")
JX_REASON(WINDOW_SHORT, JX_INVALID,
	"公示核对期至少 {0} 小时，最早到 {1}",
	"departments have at least {0} hours to check a table, until {1} or later",
	"把核对期定长一些：jixiao publish 轮次 --window 5d",
	"give them longer: jixiao publish ROUND --window 5d")
JX_REASON(WINDOW_OPEN, JX_STATE,
	"轮次 {1}（{2}）的公示核对期到 {0} 才结束",
	"the checking window of round {1} ({2}) ends on {0}",
	"财政负责人到期后再运行：jixiao publish {1} --final",
	"a lead runs it again after that: jixiao publish {1} --final")
JX_REASON(WINDOW_CLOSED, JX_STATE,
	"报送 {0}（{1}）的公示核对期已结束，不能{2}",
	"the checking window of submission {0} ({1}) is over: it cannot be {2}",
	"有新情况请与财政局联系；{3}",
	"for what is new ask the county finance bureau; {3}")
JX_REASON(OBJECTION_OPEN, JX_STATE,
	"轮次 {0}（{2}）还有 {1} 个异议没有处理，不能定稿",
	"round {0} ({2}) has {1} objections without a decision: it cannot be published as final",
	"请财政负责人先处理：jixiao list --state objected",
	"a lead decides on them first: jixiao list --state objected")
JX_REASON(NOT_PUBLISHED, JX_NOT_FOUND,
	"轮次 {0} 还没有发布，或没有这一次发布",
	"round {0} has no publication yet, or not this one",
	"查看轮次：jixiao round list",
	"see the rounds with: jixiao round list")
JX_REASON(PAGE_NOT_FOUND, JX_NOT_FOUND,
	"没有 {0} 这一页",
	"there is no page {0}",
	"从 index.html 开始",
	"begin at index.html")
JX_REASON(NOT_RANKABLE, JX_INVALID,
	"不按 {0} 排名：自评得分只列示，不作排名依据",
	"{0} is shown, but departments are never ranked by it",
	"例：jixiao rank --by execution_rate",
	"for example: jixiao rank --by execution_rate")
JX_REASON(UNKNOWN_METRIC, JX_INVALID,
	"没有指标 {0}；可用的有：{1}",
	"no metric \"{0}\"; there are: {1}",
	"例：jixiao rank --by execution_rate",
	"for example: jixiao rank --by execution_rate")

JX_REASON(UNKNOWN_METRIC_NEAR, JX_INVALID,
	"没有指标 {0}，是否应为 {1}？",
	"no metric \"{0}\"; did you mean {1}?",
	"指标：jixiao metrics；公式可用的字段：jixiao fields",
	"metrics: jixiao metrics; fields of formulas: jixiao fields")
JX_REASON(UNKNOWN_PEER_GROUP, JX_NOT_FOUND,
	"轮次 {1} 中没有部门属于分组“{0}”；有的分组：{2}",
	"no department of round {1} is in the peer group \"{0}\"; there are: {2}",
	"请用其中一个分组重试",
	"use one of these groups")
JX_REASON(UNKNOWN_FIGURE, JX_NOT_FOUND,
	"没有“{0}”这项数据；最接近的是：{1}",
	"there is no figure \"{0}\"; the nearest is: {1}",
	"不带 --figure 运行，可看到全部数据的编号和名称",
	"run it without --figure to see all figures with their keys")
JX_REASON(UNKNOWN_FORMULA_FIELD, JX_NOT_FOUND,
	"公式中没有名称含“{0}”的字段，是否应为“{1}”？",
	"no field of formulas has \"{0}\" in its name; did you mean \"{1}\"?",
	"全部字段：jixiao fields",
	"all fields: jixiao fields")
JX_REASON(QUERY_NOT_FOUND, JX_NOT_FOUND,
	"没有保存过名为“{0}”的查询；已保存的：{1}",
	"no query \"{0}\" is saved; there are: {1}",
	"保存：jixiao query save {0} FORMULA",
	"save it with: jixiao query save {0} FORMULA")
JX_REASON(BAD_QUERY_NAME, JX_INVALID,
	"“{0}”不能作查询的名称",
	"\"{0}\" cannot be the name of a query",
	"用字母、数字、汉字、- 和 _，不超过 20 个字，不带 @",
	"use letters, digits, - and _, at most 20 characters, without @")

/* starting the daemon */
JX_REASON(LISTEN_FAILED, JX_UNAVAILABLE,
	"不能在 {0} 上监听：{1}",
	"cannot listen on \"{0}\": {1}",
	"核对配置中的地址和端口",
	"check the address and port in the configuration")
JX_REASON(PUBLIC_NOT_LOOPBACK, JX_INVALID,
	"公开端口没有加密，只能用本机地址，不能用 {0}",
	"the public listener is not encrypted: \"{0}\" must be a loopback address",
	"改用 127.0.0.1 或 [::1]",
	"use 127.0.0.1 or [::1]")
JX_REASON(WEB_NOT_LOOPBACK, JX_INVALID,
	"{0} 没有加密，只能用本机地址，不能用 {1}",
	"{0} is not encrypted: \"{1}\" must be a loopback address",
	"改用 127.0.0.1 或 [::1]；确要别的机器访问，设 [listen] metrics_anywhere = yes",
	"use 127.0.0.1 or [::1]; if other machines are to reach it, set [listen] metrics_anywhere = yes")
JX_REASON(TLS_FILE, JX_INVALID,
	"不能使用 {0}：{1}",
	"cannot use \"{0}\": {1}",
	"核对配置中的证书和密钥文件",
	"check the certificate and key files in the configuration")

/* storage */
JX_REASON(STORAGE_FULL, JX_UNAVAILABLE,
	"服务器磁盘已满，没有保存",
	"the server's disk is full, nothing was saved",
	"请通知系统管理员，之后重新运行同一命令",
	"tell your administrator, then run the same command again")
JX_REASON(STORAGE_FAILED, JX_UNAVAILABLE,
	"服务器没能保存：{0}",
	"the server could not save: {0}",
	"请稍后重新运行同一命令，不会重复报送",
	"run the same command again later; nothing is filed twice")
JX_REASON(DATA_DAMAGED, JX_DATA_LOSS,
	"{0} 的存储内容与摘要不符",
	"what is stored of {0} does not match its digest",
	"请立即通知系统管理员",
	"tell your administrator at once")
JX_REASON(CHANGED_MEANWHILE, JX_CONFLICT,
	"{0} 在此期间已有变化",
	"\"{0}\" has changed in the meantime",
	"请重新查看后再操作",
	"read it again before you decide")
JX_REASON(INVITATION_EXISTS, JX_EXISTS,
	"这个邀请码已经发出过",
	"this invitation code was issued before",
	"请重新运行 jixiao invite，会生成新的邀请码",
	"run jixiao invite again; it makes a new code")
JX_REASON(STORE_EXISTS, JX_EXISTS,
	"{0} 中已有数据",
	"\"{0}\" holds a store already",
	"直接启动：jixiaod serve {0}，或换一个空目录",
	"start it with: jixiaod serve {0}, or choose an empty directory")
JX_REASON(STORE_MISSING, JX_NOT_FOUND,
	"{0} 中没有数据",
	"there is no store in \"{0}\"",
	"先建立：jixiaod init {0}",
	"make one first: jixiaod init {0}")
JX_REASON(STORE_LOCKED, JX_UNAVAILABLE,
	"另一个 jixiaod 正在使用 {0}",
	"another jixiaod uses \"{0}\"",
	"先停止那一个，或换一个目录",
	"stop that one first, or use another directory")
JX_REASON(STORE_UNUSABLE, JX_UNAVAILABLE,
	"不能使用目录 {0}：{1}",
	"cannot use the directory \"{0}\": {1}",
	"核对目录的权限和所属用户",
	"check the directory's mode and owner")
JX_REASON(STORE_NEWER, JX_STATE,
	"{0} 由更新的版本写成（结构第 {1} 版，本程序只到第 {2} 版）",
	"\"{0}\" was written by a newer version: schema {1}, this program knows up to {2}",
	"请安装新版本的 jixiaod",
	"install the newer jixiaod")
JX_REASON(STORE_OLDER, JX_STATE,
	"{0} 由较旧的版本写成（结构第 {1} 版，本程序是第 {2} 版）",
	"\"{0}\" was written by an older version: schema {1}, this program has {2}",
	"先用本版本启动一次（jixiaod serve），或用原来的版本备份",
	"start it once with this version (jixiaod serve), or use the version that wrote it")
JX_REASON(STORE_DAMAGED, JX_DATA_LOSS,
	"{0} 已损坏：{1}",
	"\"{0}\" is damaged: {1}",
	"请停用并从备份恢复",
	"stop using it and restore a backup")
JX_REASON(STORE_DIFFERS, JX_DATA_LOSS,
	"{0} 中表 {1} 的 {2} 与日志不符：有人在系统之外改过",
	"in \"{0}\", {2} of table {1} is not what the log says: somebody has changed it past the program",
	"请停用，保留全部文件备查，运行 jixiaod fsck 看全部不符之处，并从备份恢复",
	"stop using it, keep all files as evidence, see all of it with jixiaod fsck, and restore a backup")
JX_REASON(STORE_BEHIND, JX_DATA_LOSS,
	"{0} 的日志曾有 {1} 条，现在只有 {2} 条：数据库比它旧，或丢了 -wal 文件",
	"the log in \"{0}\" once had {1} entries and has {2} now: the database is an older one, or lost its -wal file",
	"找回缺的文件；要用备份代替现有数据：jixiaod restore 备份文件 {0} --step-back",
	"bring back what is missing; to put a backup in its place: jixiaod restore FILE {0} --step-back")
JX_REASON(RESTORE_STEPS_BACK, JX_STATE,
	"{0} 的日志有 {1} 条，备份只有 {2} 条：恢复后，后面的操作都不在了，它们的回执不再成立",
	"the log in \"{0}\" has {1} entries, the backup {2}: what came after would be gone, and its receipts void",
	"先备份现有数据；确实要退回，加 --step-back（现有文件会另存，不会删除）",
	"back up what is there first; to step back on purpose add --step-back (what is there is kept aside)")
JX_REASON(RESTORE_DIVERGES, JX_STATE,
	"{0} 的日志与备份的不是同一段历史：同为第 {1} 条，内容不同",
	"the log in \"{0}\" and that of the backup are two histories: their trees of {1} entries differ",
	"请与审计部门核对哪一份是真的；确定用备份，加 --step-back（现有文件会另存）",
	"find out with the auditors which one is true; to take the backup add --step-back (what is there is kept aside)")
JX_REASON(RESTORE_UNREADABLE, JX_STATE,
	"{0} 中现有的数据读不出来，不知道比备份多了什么",
	"the store in \"{0}\" cannot be read, so nobody knows what it has beyond the backup",
	"确定用备份代替，加 --step-back（现有文件会另存，不会删除）",
	"to put the backup in its place add --step-back (what is there is kept aside)")
JX_REASON(RESTORE_OTHER_COUNTY, JX_STATE,
	"{0} 中是另一个县的数据",
	"\"{0}\" holds the store of another county",
	"请换一个空目录",
	"choose an empty directory")
JX_REASON(BACKUP_UNREADABLE, JX_DATA_LOSS,
	"{0} 不是完好的备份：{1}",
	"{0} is no whole backup: {1}",
	"请用另一份备份",
	"use another backup")
JX_REASON(BACKUP_NEEDS_KEY, JX_INVALID,
	"备份中有县级密钥，须加密",
	"a backup holds the keys of the county, which must be encrypted",
	"加 --passphrase-file 文件（第一行是口令），或 --recipient 证书.pem",
	"add --passphrase-file FILE (its first line), or --recipient CERTIFICATE.pem")
JX_REASON(BACKUP_KEY_WRONG, JX_INVALID,
	"备份中的 {0} 打不开",
	"{0} in the backup cannot be opened",
	"核对口令或私钥：--passphrase-file 文件，或 --identity 私钥.pem --recipient 证书.pem",
	"check the passphrase or the key: --passphrase-file FILE, or --identity KEY.pem --recipient CERTIFICATE.pem")
JX_REASON(PROOF_FAILS, JX_DATA_LOSS,
	"日志的证明不成立",
	"the proof from the log does not hold",
	"请保留文件备查，与审计部门核对",
	"keep the file as evidence and take it up with the auditors")
JX_REASON(BAD_NOTE, JX_INVALID,
	"不是签名文本：{0}不对",
	"this is not a signed note: {0} is wrong",
	"请核对是否选对了文件，内容是否完整",
	"check that it is the right file, and whole")
JX_REASON(NOT_SIGNED_BY, JX_DATA_LOSS,
	"没有“{0}”的签名",
	"\"{0}\" has not signed it",
	"请向财政局核对本县的验证公钥",
	"ask the finance bureau for the county's verifier key")
JX_REASON(NOTE_FORGED, JX_DATA_LOSS,
	"以“{0}”名义的签名是假的，或内容被改过",
	"the signature in the name of \"{0}\" is wrong, or the content was changed",
	"请保留文件备查，与审计部门核对",
	"keep the file as evidence and take it up with the auditors")
JX_REASON(BAD_VERIFIER_KEY, JX_INVALID,
	"“{0}”不是验证公钥",
	"\"{0}\" is not a verifier key",
	"验证公钥形如 名称+8 位十六进制数+Base64，请向财政局索取",
	"it looks like NAME+8 hexadecimal digits+BASE64; ask the finance bureau for it")
JX_REASON(BAD_PROOF, JX_INVALID,
	"不是日志证明：{0}不对",
	"this is not a proof from a log: {0} is wrong",
	"请核对是否选对了文件，内容是否完整",
	"check that it is the right file, and whole")
JX_REASON(BAD_RECEIPT, JX_INVALID,
	"不是回执：{0}不对",
	"this is not a receipt: {0} is wrong",
	"请核对是否选对了文件，内容是否完整；回执可以重新取：jixiao receipt fetch 单位",
	"check that it is the right file, and whole; a receipt can be fetched again: jixiao receipt fetch DEPT")
JX_REASON(RECEIPT_FORGED, JX_DATA_LOSS,
	"回执被改过：{0}",
	"the receipt was changed: {0}",
	"请保留文件备查；重新取回执：jixiao receipt fetch 单位",
	"keep the file as evidence; fetch the receipt again: jixiao receipt fetch DEPT")
JX_REASON(BAD_CASE, JX_INVALID,
	"案卷第 {0} 行不对：{1}",
	"line {0} of the case is wrong: {1}",
	"请核对是否选对了文件，内容是否完整；案卷可以重新导出：jixiao export-case 单位",
	"check that it is the right file, and whole; a case can be exported again: jixiao export-case DEPT")
JX_REASON(CASE_FORGED, JX_DATA_LOSS,
	"案卷被改过，第 {0} 行：{1}",
	"the case was changed, at line {0}: {1}",
	"请保留文件备查，与审计部门核对；案卷可以重新导出：jixiao export-case 单位",
	"keep the file as evidence and take it up with the auditors; a case can be exported again: jixiao export-case DEPT")
JX_REASON(LOG_ENTRY_MISSING, JX_NOT_FOUND,
	"日志没有第 {0} 条",
	"the log has no entry {0}",
	"请核对序号；日志从第 0 条开始",
	"check the number; the first entry is 0")
JX_REASON(LOG_REWRITTEN, JX_DATA_LOSS,
	"!!! 服务器不能证明现在的日志延续本机见过的日志：历史被改写，或者这不是原来的服务器。它的任何答复都不可信，什么也没有做",
	"!!! the server cannot prove that its log continues the one that this machine has seen: history was rewritten, or this is another server. Nothing it says is to be trusted, and nothing was done",
	"保留本机的 log.checkpoint 和全部回执，立即告知审计部门；财政局有意恢复过备份的，由审计部门核对后再删除 log.checkpoint",
	"keep log.checkpoint and all receipts of this machine, and tell the auditors at once; when finance has restored a backup on purpose, delete log.checkpoint after the auditors have looked into it")
JX_REASON(LOG_MEMORY_DAMAGED, JX_DATA_LOSS,
	"本机记住的日志签名头 {0} 已损坏或被改过",
	"what this machine remembers of the log was damaged or changed: {0}",
	"保留这个文件，告知审计部门；之后可以删除它",
	"keep that file and tell the auditors; it may be deleted afterwards")
JX_REASON(LOG_KEY_UNKNOWN, JX_NOT_FOUND,
	"本机不知道本县日志的验证公钥",
	"this machine does not know the verifier key of the county's log",
	"请用 --key 给出公钥（财政局公布的 log.pub），或先运行：jixiao whoami",
	"name it with --key (finance publishes log.pub), or run first: jixiao whoami")
JX_REASON(RECEIPT_MISSING, JX_NOT_FOUND,
	"{1} 中没有回执 {0}",
	"there is no receipt {0} in \"{1}\"",
	"看有哪些：jixiao receipt list；从服务器重取：jixiao receipt fetch 单位",
	"see which there are: jixiao receipt list; fetch one again: jixiao receipt fetch DEPT")
JX_REASON(LOG_BEHIND, JX_DATA_LOSS,
	"日志只有 {0} 条，但曾有 {1} 条",
	"the log has {0} entries and once had {1}",
	"请保留现有文件，与财政局和审计部门核对",
	"keep your files, and take it up with the finance bureau and the auditors")
JX_REASON(TILE_MISSING, JX_NOT_FOUND,
	"没有第 {0} 层第 {1} 号摘要块",
	"there is no tile {1} at level {0}",
	"请先取签名头，按其条数计算",
	"fetch the checkpoint first and count by its size")
JX_REASON(RECEIPT_UNPROVEN, JX_STATE,
	"{0} 的这一版是旧版本程序收的，日志里没有它的内容摘要",
	"that version of {0} was filed with an older program, which did not log its digest",
	"没有可证明的回执；请核对内容指纹：jixiao show",
	"there is no receipt that proves it; compare the fingerprint: jixiao show")
JX_REASON(LOG_KEY_DIFFERS, JX_DATA_LOSS,
	"{0} 中的 log.key 不是数据库记载的日志密钥 {1}",
	"log.key in \"{0}\" is not the key of the log that the database names: {1}",
	"请从备份恢复这个文件",
	"restore that file from a backup")
JX_REASON(CHECKPOINT_MISSING, JX_NOT_FOUND,
	"日志还没有签名头",
	"the log has no signed checkpoint yet",
	"请稍后再试；仍然如此请联系财政局",
	"try again later; if it stays so, tell the finance bureau")
JX_REASON(LOG_KEY_MISSING, JX_NOT_FOUND,
	"日志还没有签名密钥",
	"the log has no key that signs it yet",
	"请启动 jixiaod，它会生成密钥",
	"start jixiaod, which makes one")
JX_REASON(LOG_DAMAGED, JX_DATA_LOSS,
	"日志第 {0} 条与其摘要不符",
	"the log does not match its digests at entry {0}",
	"请停用并从备份恢复，保留原文件备查",
	"stop using it, keep the files as evidence, and restore a backup")

/* decoding: {0} is the path of the field unless said otherwise */
JX_REASON(BAD_WIRE, JX_INVALID,
	"请求在第 {1} 个字节处损坏（字段“{0}”）",
	"the message is damaged at byte {1}, in field \"{0}\"",
	"核对客户端与服务端版本：jixiao version",
	"compare client and server versions: jixiao version")
JX_REASON(TOO_DEEP, JX_INVALID,
	"“{0}”嵌套超过 {1} 层",
	"\"{0}\" is nested deeper than {1} levels",
	"请减少嵌套层次",
	"nest less deeply")
JX_REASON(UNKNOWN_FIELD, JX_INVALID,
	"签名内容中“{0}”有本系统不认识的字段（编号 {1}）",
	"signed content has a field this version does not know, number {1}, in \"{0}\"",
	"核对客户端与服务端版本：jixiao version",
	"compare client and server versions: jixiao version")
JX_REASON(TOO_MANY_ROWS, JX_INVALID,
	"{0} 的行数超过上限 {1}",
	"{0} has more rows than the limit, {1}",
	"请分开填报，或合并同类行",
	"split the report, or merge rows of one kind")
JX_REASON(FIELD_TWICE, JX_INVALID,
	"“{0}”出现了两次",
	"\"{0}\" is given twice",
	"只保留一个",
	"keep one of them")
JX_REASON(BAD_UTF8, JX_INVALID,
	"“{0}”不是 UTF-8 文字（第 {1} 个字节）",
	"\"{0}\" is not UTF-8 text (byte {1})",
	"请把文件另存为 UTF-8 编码",
	"save the file as UTF-8")
JX_REASON(TEXT_WITH_NUL, JX_INVALID,
	"“{0}”的文字中有空字符（NUL）",
	"the text of \"{0}\" contains a NUL character",
	"请删除该字符",
	"remove that character")
JX_REASON(NEWER_VERSION, JX_UNIMPLEMENTED,
	"{0} 来自更新的版本，本程序无法核对",
	"{0} is from a newer version of the program, which this one cannot check",
	"更新后重新运行：jixiao version",
	"update, then run it again: jixiao version")
JX_REASON(UNKNOWN_ENUM_VALUE, JX_INVALID,
	"“{0}”没有“{1}”这个取值",
	"\"{1}\" is not a value of \"{0}\"",
	"请使用表中列出的取值",
	"use one of the listed values")
JX_REASON(UNKNOWN_ENUM_NEAR, JX_INVALID,
	"“{0}”没有“{1}”这个取值，是否应为“{2}”？",
	"\"{1}\" is not a value of \"{0}\"; did you mean \"{2}\"?",
	"可用的取值：{3}",
	"use one of {3}")
JX_REASON(UNKNOWN_ENUM_WORD, JX_INVALID,
	"“{0}”没有“{1}”这个取值",
	"\"{1}\" is not a value of \"{0}\"",
	"可用的取值：{2}",
	"use one of {2}")
JX_REASON(NUMBER_RANGE, JX_INVALID,
	"“{0}”的数 {1} 超出范围",
	"the number {1} of \"{0}\" is out of range",
	"请改正后重试",
	"correct it and try again")
JX_REASON(CALL_TOO_LARGE, JX_EXHAUSTED,
	"内容太多：展开后超过 {0} 字节",
	"too much content: it needs more than {0} bytes when decoded",
	"请拆分或删减内容",
	"split or shorten the content")

/* figures: {0} is the text */
JX_REASON(BAD_FIGURE, JX_INVALID,
	"“{0}”不是可以打印的数：{1}",
	"\"{0}\" does not hold a printable figure: {1}",
	"核对客户端与服务端版本：jixiao version",
	"compare client and server versions: jixiao version")
JX_REASON(FIGURE_NOT_A_NUMBER, JX_INVALID,
	"“{0}”不是数",
	"\"{0}\" is not a number",
	"请写成 10067.32 这样的数；没有数时写 \"\"、\"—\"、\"/\"、\"无\" 或 \"*\"",
	"write it like 10067.32; an empty box is \"\", \"—\", \"/\", \"无\" or \"*\"")
JX_REASON(FIGURE_WIDE_DIGIT, JX_INVALID,
	"“{0}”中有全角数字或符号",
	"\"{0}\" has full-width digits or signs",
	"请改用半角字符",
	"use plain ASCII digits")
JX_REASON(FIGURE_SEPARATOR, JX_INVALID,
	"“{0}”中有千分位分隔符或空格",
	"\"{0}\" has a thousands separator or a space",
	"请删除分隔符，例如 10067.32",
	"remove it, for example 10067.32")
JX_REASON(FIGURE_PLUS, JX_INVALID,
	"“{0}”带有“+”号",
	"\"{0}\" has a plus sign",
	"请删除“+”",
	"remove the plus sign")
JX_REASON(FIGURE_LEADING_ZERO, JX_INVALID,
	"“{0}”有多余的前导零",
	"\"{0}\" has needless leading zeros",
	"请删除前导零，0.5 这样的一个零除外",
	"remove them; one zero before the point is right: 0.5")
JX_REASON(FIGURE_NEGATIVE_ZERO, JX_INVALID,
	"“{0}”是负零",
	"\"{0}\" is a negative zero",
	"请写 0，或改正数值",
	"write it without the sign, or correct it")
JX_REASON(FIGURE_FLOAT_LEAK, JX_INVALID,
	"“{0}”超过 {1} 位小数，像是浮点误差",
	"\"{0}\" has more than {1} decimals: it looks like a rounding error of a program",
	"请写成原表上的数",
	"write the figure as it stands on the form")
JX_REASON(FIGURE_DECIMALS, JX_INVALID,
	"“{0}”小数位太多，该单位最多 {1} 位（到分）",
	"\"{0}\" has too many decimals, this unit has at most {1} (whole fen)",
	"请写到分为止",
	"stop at whole fen")
JX_REASON(FIGURE_RANGE, JX_INVALID,
	"“{0}”太大，无法保存",
	"\"{0}\" is too large to be kept",
	"请核对数值和单位",
	"check the figure and its unit")
JX_REASON(AMOUNT_WITHOUT_UNIT, JX_INVALID,
	"“{0}”没有写单位",
	"\"{0}\" has no unit",
	"请写明 元、万元 或 亿元，例如 10067.32万元",
	"end it with 元, 万元 or 亿元, for example 10067.32万元")
JX_REASON(AMOUNT_BAD_UNIT, JX_INVALID,
	"“{0}”的单位不是 元、万元 或 亿元",
	"the unit of \"{0}\" is not 元, 万元 or 亿元",
	"例：10067.32万元",
	"for example: 10067.32万元")

/* JSON files: {0} is the key or what was found; line and column stand beside the error */
JX_REASON(JSON_TOO_LARGE, JX_INVALID,
	"文件有 {0} 字节，上限是 {1} 字节",
	"the file has {0} bytes, the limit is {1}",
	"请删减内容",
	"shorten the content")
JX_REASON(JSON_SYNTAX, JX_INVALID,
	"这里应当是 {1}，却是 {0}",
	"{1} is expected here, not {0}",
	"请检查逗号、引号和括号",
	"check commas, quotes and brackets")
JX_REASON(JSON_WIDE_MARK, JX_INVALID,
	"这里是{0}，应当是半角的 {1}",
	"a {0} stands here instead of {1}",
	"请切换到英文标点，改成半角的 {1}",
	"type {1} with an English keyboard")
JX_REASON(JSON_WIDE_WORD, JX_INVALID,
	"“{0}”中有全角的字母或数字",
	"\"{0}\" has letters or digits of full width",
	"请改成半角",
	"type it again with an English keyboard")
JX_REASON(JSON_TRAILING, JX_INVALID,
	"内容结束之后还有 {0}",
	"{0} follows the end of the content",
	"请删除多余的内容",
	"remove it")
JX_REASON(JSON_UNTERMINATED, JX_INVALID,
	"引号没有结束",
	"a text is not closed",
	"请补上引号；文字中的换行写成 \\n",
	"close it with a quote; a line break inside a text is written as \\n")
JX_REASON(JSON_CONTROL, JX_INVALID,
	"文字中有控制字符（{0}）",
	"a text contains a control character ({0})",
	"换行请写成 \\n",
	"write a line break as \\n")
JX_REASON(JSON_ESCAPE, JX_INVALID,
	"不认识的转义 {0}",
	"{0} is not an escape",
	"反斜杠请写成 \\\\",
	"write a backslash as \\\\")
JX_REASON(JSON_SURROGATE, JX_INVALID,
	"转义 {0} 只有半个字符",
	"the escape {0} is half a character",
	"请直接写出该字符",
	"write the character itself")
JX_REASON(JSON_NUL, JX_INVALID,
	"文字中有空字符 \\u0000",
	"a text contains the NUL character \\u0000",
	"请删除该字符",
	"remove it")
JX_REASON(JSON_UTF8, JX_INVALID,
	"这里不是 UTF-8 文字",
	"this is not UTF-8 text",
	"请把文件另存为 UTF-8 编码",
	"save the file as UTF-8")
JX_REASON(JSON_DUPLICATE_KEY, JX_INVALID,
	"“{0}”写了两次",
	"\"{0}\" is written twice",
	"只保留一个",
	"keep one of them")
JX_REASON(JSON_UNKNOWN_KEY, JX_INVALID,
	"没有“{0}”这一项",
	"there is no \"{0}\"",
	"请删除该项，或改正名称",
	"remove it or correct the name")
JX_REASON(JSON_UNKNOWN_KEY_NEAR, JX_INVALID,
	"没有“{0}”这一项，是否应为“{1}”？",
	"there is no \"{0}\"; did you mean \"{1}\"?",
	"请改正名称",
	"correct the name")
JX_REASON(JSON_NULL, JX_INVALID,
	"“{0}”写成了 null",
	"\"{0}\" is null",
	"没有这一项时请整项删除；空白格写 \"\"",
	"leave the key out; an empty box is \"\"")
JX_REASON(JSON_WANTS_TEXT, JX_INVALID,
	"“{0}”应当是引号中的文字，却是 {1}",
	"\"{0}\" must be a text in quotes, not {1}",
	"请加上引号",
	"put it in quotes")
JX_REASON(JSON_WANTS_FIGURE, JX_INVALID,
	"“{0}”应当是引号中的数，却是 {1}",
	"\"{0}\" must be a figure in quotes, not {1}",
	"例：\"10067.32万元\" 或 \"24.72\"",
	"for example \"10067.32万元\" or \"24.72\"")
JX_REASON(JSON_WANTS_NUMBER, JX_INVALID,
	"“{0}”应当是不带引号的整数，却是 {1}",
	"\"{0}\" must be a whole number without quotes, not {1}",
	"例：3",
	"for example: 3")
JX_REASON(JSON_WANTS_INTEGER_TEXT, JX_INVALID,
	"“{0}”应当是引号中的整数，却是 {1}",
	"\"{0}\" must be a whole number in quotes, not {1}",
	"例：\"1200\"",
	"for example: \"1200\"")
JX_REASON(JSON_WANTS_BOOL, JX_INVALID,
	"“{0}”应当是 true 或 false，却是 {1}",
	"\"{0}\" must be true or false, not {1}",
	"不加引号",
	"without quotes")
JX_REASON(JSON_WANTS_LIST, JX_INVALID,
	"“{0}”应当是列表 [ ]，却是 {1}",
	"\"{0}\" must be a list [ ], not {1}",
	"只有一行时也要写方括号",
	"one row needs brackets too")
JX_REASON(JSON_WANTS_OBJECT, JX_INVALID,
	"“{0}”应当是一组 { }，却是 {1}",
	"\"{0}\" must be an object { }, not {1}",
	"请用花括号",
	"use braces")
JX_REASON(JSON_BAD_BASE64, JX_INVALID,
	"“{0}”不是 base64",
	"\"{0}\" is not base64",
	"请改正后重试",
	"correct it and try again")
JX_REASON(JSON_BAD_TIME, JX_INVALID,
	"“{0}”的时间“{1}”写法不对",
	"\"{1}\" of \"{0}\" is not a point in time",
	"例：2026-03-15T08:42:07Z（世界时）",
	"for example 2026-03-15T08:42:07Z, in UTC")
JX_REASON(JSON_ONE_OF, JX_INVALID,
	"“{0}”和“{1}”只能写一个",
	"only one of \"{0}\" and \"{1}\" may be given",
	"请删除其中一个",
	"remove one of them")

/* field paths: {0} is the path */
JX_REASON(PATH_SYNTAX, JX_INVALID,
	"字段路径“{0}”第 {1} 个字节处写法不对",
	"the field path \"{0}\" is wrong at byte {1}",
	"例：functions[3].amount",
	"for example: functions[3].amount")
JX_REASON(PATH_UNKNOWN_STEP, JX_INVALID,
	"字段路径“{0}”中没有“{1}”",
	"there is no \"{1}\" in the field path \"{0}\"",
	"例：functions[3].amount",
	"for example: functions[3].amount")
JX_REASON(PATH_UNKNOWN_NEAR, JX_INVALID,
	"字段路径“{0}”中没有“{1}”，是否应为“{2}”？",
	"there is no \"{1}\" in the field path \"{0}\"; did you mean \"{2}\"?",
	"请改正路径",
	"correct the path")
JX_REASON(PATH_NOT_A_LIST, JX_INVALID,
	"字段路径“{0}”中“{1}”不是列表，不能带序号",
	"\"{1}\" in the field path \"{0}\" is not a list and has no index",
	"请删除方括号",
	"remove the brackets")
JX_REASON(PATH_NEEDS_INDEX, JX_INVALID,
	"字段路径“{0}”中“{1}”是列表，要带序号",
	"\"{1}\" in the field path \"{0}\" is a list and needs an index",
	"例：functions[3].amount",
	"for example: functions[3].amount")
JX_REASON(PATH_IS_LEAF, JX_INVALID,
	"字段路径“{0}”中“{1}”之下没有字段",
	"nothing is below \"{1}\" in the field path \"{0}\"",
	"请缩短路径",
	"shorten the path")
JX_REASON(PATH_PAST_END, JX_NOT_FOUND,
	"字段路径“{0}”中“{1}”只有 {2} 行（序号从 0 起）",
	"\"{1}\" in the field path \"{0}\" has only {2} rows, counted from 0",
	"请改正序号",
	"correct the index")

/* formulas */
JX_REASON(FORMULA_TOO_LONG, JX_INVALID,
	"公式有 {0} 字节，上限是 {1} 字节",
	"the formula has {0} bytes, the limit is {1}",
	"请拆成几个公式",
	"split it into several formulas")
JX_REASON(FORMULA_UTF8, JX_INVALID,
	"公式不是 UTF-8 文字",
	"the formula is not UTF-8 text",
	"请把文件另存为 UTF-8 编码",
	"save the file as UTF-8")
JX_REASON(FORMULA_CHARACTER, JX_INVALID,
	"公式中不能有 {0}",
	"{0} is not allowed in a formula",
	"请删除",
	"remove it")
JX_REASON(FORMULA_CHARACTER_NEAR, JX_INVALID,
	"公式中不能有 {0}，请写成半角的 {1}",
	"{0} is not allowed in a formula; write {1}",
	"请改正后重试",
	"correct it and try again")
JX_REASON(FORMULA_TEXT_OPEN, JX_INVALID,
	"引号没有结束",
	"a text is not closed",
	"请在同一行补上引号",
	"close it with a quote on the same line")
JX_REASON(FORMULA_ESCAPE, JX_INVALID,
	"不认识的转义 {0}",
	"{0} is not an escape",
	"反斜杠请写成 \\\\",
	"write a backslash as \\\\")
JX_REASON(FORMULA_NUMBER, JX_INVALID,
	"{0} 不是公式中的数",
	"{0} is not a number that a formula can hold",
	"例：0.05；小数点前最多 18 位，后最多 12 位，没有指数",
	"for example 0.05: at most 18 digits before the point and 12 behind it, no exponent")
JX_REASON(FORMULA_SYNTAX, JX_INVALID,
	"这里应当是{1}，却是 {0}",
	"{1} is expected here, not {0}",
	"请检查括号、逗号和运算符",
	"check brackets, commas and operators")
JX_REASON(FORMULA_RESERVED, JX_INVALID,
	"{0} 是保留字，不能作名称",
	"{0} is a reserved word and cannot be a name",
	"判断有没有数用 has()",
	"to ask whether a figure is there, use has()")
JX_REASON(FORMULA_TOO_DEEP, JX_INVALID,
	"公式的括号或运算嵌套超过 {0} 层",
	"brackets or operators are nested deeper than {0}",
	"请拆成几个公式",
	"split it into several formulas")
JX_REASON(FORMULA_TOO_LARGE, JX_INVALID,
	"公式的名称、数和运算符超过 {0} 个",
	"the formula has more than {0} names, numbers and operators",
	"请拆成几个公式",
	"split it into several formulas")
JX_REASON(FORMULA_NESTING, JX_INVALID,
	"all、exists、filter、map 嵌套超过 {0} 层",
	"all, exists, filter and map are nested deeper than {0}",
	"请拆成几个公式",
	"split it into several formulas")
JX_REASON(FORMULA_UNKNOWN_NAME, JX_INVALID,
	"没有“{0}”这个名称",
	"there is no \"{0}\"",
	"查看名称：docs/report.md",
	"see docs/report.md for the names")
JX_REASON(FORMULA_UNKNOWN_NAME_NEAR, JX_INVALID,
	"没有“{0}”这个名称，是否应为“{1}”？",
	"there is no \"{0}\"; did you mean \"{1}\"?",
	"请改正名称",
	"correct the name")
JX_REASON(FORMULA_UNKNOWN_FIELD, JX_INVALID,
	"{1} 中没有“{0}”",
	"there is no \"{0}\" in {1}",
	"查看名称：docs/report.md",
	"see docs/report.md for the names")
JX_REASON(FORMULA_UNKNOWN_FIELD_NEAR, JX_INVALID,
	"{1} 中没有“{0}”，是否应为“{2}”？",
	"there is no \"{0}\" in {1}; did you mean \"{2}\"?",
	"请改正名称",
	"correct the name")
JX_REASON(FORMULA_UNKNOWN_FUNCTION, JX_INVALID,
	"没有函数“{0}”",
	"there is no function \"{0}\"",
	"查看函数：docs/formula.md",
	"see docs/formula.md for the functions")
JX_REASON(FORMULA_UNKNOWN_FUNCTION_NEAR, JX_INVALID,
	"没有函数“{0}”，是否应为“{1}”？",
	"there is no function \"{0}\"; did you mean \"{1}\"?",
	"请改正名称",
	"correct the name")
JX_REASON(FORMULA_UNKNOWN_CHOICE, JX_INVALID,
	"“{0}”不是 {1} 的值",
	"\"{0}\" is not a value of {1}",
	"可用的值：{2}",
	"the values are: {2}")
JX_REASON(FORMULA_ARGUMENTS, JX_INVALID,
	"{0} 要 {1} 个参数，却有 {2} 个",
	"{0} requires {1} arguments, not {2}",
	"请检查逗号和括号",
	"check commas and brackets")
JX_REASON(FORMULA_OPERANDS, JX_INVALID,
	"{0} 不能用于{1}和{2}",
	"{0} cannot be applied to {1} and {2}",
	"金额和数不能相加、相比；金额写成 amount(\"10067.32万元\")",
	"money and numbers do not mix; an amount is written amount(\"10067.32万元\")")
JX_REASON(FORMULA_WANTS, JX_INVALID,
	"{0} 要{1}，却是{2}",
	"{0} needs {1}, not {2}",
	"请改正这一部分",
	"correct this part")
JX_REASON(FORMULA_NO_FIELDS, JX_INVALID,
	"{0} 是{1}，没有字段“{2}”",
	"{0} is {1} and has no field \"{2}\"",
	"请缩短路径",
	"shorten the path")
JX_REASON(FORMULA_IS_LIST, JX_INVALID,
	"{0} 是列表，不能直接取“{1}”",
	"{0} is a list: \"{1}\" belongs to its rows",
	"取一行写 [0]，取各行用 map，挑行用 filter",
	"take a row with [0], all rows with map, some with filter")
JX_REASON(FORMULA_HAS, JX_INVALID,
	"has() 中只能是字段，例如 has(accounts.income)",
	"the argument of has() must be a field, for example has(accounts.income)",
	"请写出字段路径",
	"write the path of a field")
JX_REASON(FORMULA_AMOUNT, JX_INVALID,
	"“{0}”不是金额",
	"\"{0}\" is not an amount",
	"例：amount(\"10067.32万元\")",
	"for example amount(\"10067.32万元\")")
JX_REASON(FORMULA_TIME, JX_INVALID,
	"“{0}”不是时间",
	"\"{0}\" is not a point in time",
	"例：timestamp(\"2026-03-15T08:42:07Z\")",
	"for example timestamp(\"2026-03-15T08:42:07Z\")")
JX_REASON(FORMULA_LITERAL, JX_INVALID,
	"{0} 要写明{1}",
	"{0} needs {1}, written out",
	"请直接写出，不用名称或算式",
	"write it out, not as a name or a sum")
JX_REASON(FORMULA_EMPTY_LIST, JX_INVALID,
	"空列表 [] 没有类型",
	"the empty list [] has no type",
	"请写出至少一项",
	"write at least one item")
JX_REASON(FORMULA_MIXED_LIST, JX_INVALID,
	"列表中既有{0}又有{1}",
	"the list holds {0} and {1}",
	"各项的类型要相同",
	"all items must be of one type")
JX_REASON(FORMULA_LIST_IN_LIST, JX_INVALID,
	"列表中不能再有列表",
	"a list cannot hold lists",
	"请用 sum、size 等先变成一个值",
	"make it one value first, with sum or size")
JX_REASON(FORMULA_TOO_COSTLY, JX_INVALID,
	"公式最多要算 {0} 步，上限是 {1} 步",
	"the formula can take {0} steps, the limit is {1}",
	"请减少 all、exists、filter、map 的嵌套",
	"nest all, exists, filter and map less deeply")
JX_REASON(FORMULA_WANTS_RESULT, JX_INVALID,
	"公式的结果要是{0}，却是{1}",
	"the formula must give {0}, not {1}",
	"请改正公式",
	"correct the formula")

/* rulebooks: line and column stand beside the error */
JX_REASON(RULEBOOK_REQUIRED, JX_INVALID,
	"缺少“{0}”",
	"\"{0}\" is missing",
	"请填写",
	"fill it in")
JX_REASON(RULEBOOK_TOO_MANY, JX_INVALID,
	"“{0}”有 {1} 项，上限是 {2} 项",
	"\"{0}\" has {1} items, the limit is {2}",
	"请删减，或分成几个规则手册",
	"remove some, or make several rulebooks")
JX_REASON(RULEBOOK_NAME, JX_INVALID,
	"“{0}”的写法不对，应为{1}",
	"\"{0}\" is not written as {1}",
	"请改正名称",
	"correct the name")
JX_REASON(RULEBOOK_DUPLICATE, JX_INVALID,
	"“{0}”与 {1} 重复",
	"\"{0}\" is already used by {1}",
	"请改名或删去一项",
	"rename or remove one of them")
JX_REASON(RULEBOOK_UNKNOWN_NAME, JX_INVALID,
	"没有{1}“{0}”；有：{2}",
	"there is no {1} \"{0}\"; there are: {2}",
	"请改正名称，或补上这一项",
	"correct the name, or add what it names")
JX_REASON(RULEBOOK_BUILT_IN_ID, JX_INVALID,
	"“{0}”是内置规则的编号",
	"\"{0}\" is the id of a built-in rule",
	"请换一个编号；要替换内置规则，写 \"replaces\": true",
	"take another id; to take its place, write \"replaces\": true")
JX_REASON(RULEBOOK_REPLACES_NOTHING, JX_INVALID,
	"没有编号为“{0}”的内置规则可以替换",
	"there is no built-in rule \"{0}\" to replace",
	"请改正编号，或删去 replaces",
	"correct the id, or leave replaces out")
JX_REASON(RULEBOOK_KEEPS_LIMITS, JX_INVALID,
	"“{0}”是报告大小的上限，不能替换",
	"\"{0}\" is a limit of how large a report may be: it cannot be replaced",
	"请删去这条规则：超出上限的列表和文字，其他规则都不查看",
	"leave the rule out: no other rule looks at lists and texts beyond the limits")
JX_REASON(RULEBOOK_NOT_ROWS, JX_INVALID,
	"“{0}”不是由行组成的列表",
	"\"{0}\" is not a list of rows",
	"例：indicators 或 projects[].indicators",
	"for example indicators or projects[].indicators")
JX_REASON(RULEBOOK_MIXED_ROWS, JX_INVALID,
	"“{0}”的行是 {1}，前面列表的行是 {2}",
	"the rows of \"{0}\" are {1}, those of the list before are {2}",
	"请分成两条规则",
	"make two rules of it")
JX_REASON(RULEBOOK_RULE_LACKS, JX_INVALID,
	"规则有“{0}”，就要有“{1}”",
	"a rule with \"{0}\" needs \"{1}\"",
	"请补上",
	"add it")
JX_REASON(RULEBOOK_RULE_EXCESS, JX_INVALID,
	"规则有“{0}”，就不能有“{1}”",
	"a rule with \"{0}\" cannot have \"{1}\"",
	"请删去其中一个",
	"remove one of them")
JX_REASON(RULEBOOK_RULE_EMPTY, JX_INVALID,
	"规则没有 when、relation 或 built_in，永远不会发现什么",
	"the rule has no when, relation or built_in: it can never find anything",
	"请补上其中一个",
	"add one of them")
JX_REASON(RULEBOOK_OPERANDS, JX_INVALID,
	"{0} 不能用于{1}和{2}",
	"{0} does not compare {1} with {2}",
	"两边要是同一类的值；大小只能比较数、金额和时间",
	"both sides must be of one kind; only numbers, money and times have an order")
JX_REASON(RULEBOOK_PLACEHOLDER, JX_INVALID,
	"句子中的 {0} 没有值可填",
	"nothing is filled in for {0}",
	"可用的有：{1}",
	"there are: {1}")
JX_REASON(RULEBOOK_UNUSED, JX_INVALID,
	"参数“{0}”没有公式用到",
	"no formula uses the parameter \"{0}\"",
	"请删去，或检查公式中的名称",
	"remove it, or check the names in the formulas")
JX_REASON(RULEBOOK_RANGE, JX_INVALID,
	"“{0}”应为 0 到 {1} 之间的数",
	"\"{0}\" must be a number from 0 to {1}",
	"请改正",
	"correct it")
JX_REASON(RULEBOOK_DECIMALS, JX_INVALID,
	"“{0}”有两位以上的小数",
	"\"{0}\" has more than two decimals",
	"分数最多写两位小数",
	"a score has at most two decimals")
JX_REASON(RULEBOOK_SCORING_ID, JX_INVALID,
	"“{0}”是内置规则或评分方法的编号",
	"\"{0}\" is the id of a built-in rule or of a method",
	"请换一个编号，如 L01、C01、K01、D01",
	"take another id, for example L01, C01, K01, D01")
JX_REASON(RULEBOOK_GRADES, JX_INVALID,
	"等级“{0}”的次序不对：下限必须一个比一个低，最后一个是 0",
	"the grade {0} is out of order: each least score is below the one before, the last is 0",
	"请从高到低排列",
	"put them in order, the best first")
JX_REASON(RULEBOOK_LAST_GRADE, JX_INVALID,
	"最后一个等次“{0}”不能有 {1}",
	"the last grade, \"{0}\", cannot have {1}",
	"请删去最后一个等次的 {1}：达不到其他等次的都归入它",
	"leave out {1} of the last grade: it is for whatever reaches no other")
JX_REASON(RULEBOOK_GRADE_END, JX_INVALID,
	"等级“{0}”的上限 below 应高于它的下限，且不高于前一等级的下限",
	"below of the grade {0} must be above its least score, and at most that of the grade before",
	"请改正 below，或删去：没有它，到前一等级为止",
	"correct it, or leave it out: without it the grade goes up to the one before")
JX_REASON(RULEBOOK_NUMBER, JX_INVALID,
	"参数“{0}”不是数",
	"the parameter \"{0}\" is not a number",
	"例：\"0.1\"",
	"for example \"0.1\"")
JX_REASON(RULEBOOK_TOO_COSTLY, JX_INVALID,
	"规则手册查一份报告最多要算 {0} 步，上限是 {1} 步；算得最多的是 {2}",
	"the rulebook can take {0} steps for one report, the limit is {1}; what takes most: {2}",
	"请减少这些规则中 all、exists、filter、map 的嵌套，或减少 template_words 的词",
	"in these rules, nest all, exists, filter and map less deeply, or look for fewer template_words")
JX_REASON(UNKNOWN_RULEBOOK, JX_NOT_FOUND,
	"没有规则手册“{0}”，也没有这个文件",
	"there is no rulebook \"{0}\", and no such file",
	"自带的有：{1}",
	"those that come with the program: {1}")
JX_REASON(UNKNOWN_RULE, JX_NOT_FOUND,
	"规则手册“{1}”中没有规则“{0}”",
	"the rulebook \"{1}\" has no rule \"{0}\"",
	"查看全部：jixiao rules show {1}",
	"see all: jixiao rules show {1}")

/* digests and keys */
JX_REASON(BAD_DIGEST, JX_INVALID,
	"“{0}”不是摘要",
	"\"{0}\" is not a digest",
	"例：sha256: 后接 64 位十六进制数",
	"it is sha256: and 64 hexadecimal digits")
JX_REASON(BAD_KEY, JX_INVALID,
	"密钥不可用：{0}",
	"the key cannot be used: {0}",
	"请用登记时的密钥，或重新登记：jixiao enrol",
	"use the key you enrolled, or enrol again: jixiao enrol")

/* the daemon's files and settings */
JX_REASON(FILE_EXISTS, JX_EXISTS,
	"文件 {0} 已存在",
	"the file {0} exists already",
	"请换一个目录，或先移走该文件",
	"choose another directory, or move the file away")
JX_REASON(FILE_FAILED, JX_UNAVAILABLE,
	"文件 {0} 不可用：{1}",
	"the file {0} cannot be used: {1}",
	"请核对路径和权限",
	"check its path and permissions")
JX_REASON(SERVER_CONFIG_LINE, JX_INVALID,
	"设置文件 {0} 第 {1} 行不正确：{2}",
	"{0}, line {1}: {2}",
	"改正后检查：jixiaod check-config {0}",
	"correct it, then check it with: jixiaod check-config {0}")
JX_REASON(SERVER_CONFIG_MISSING, JX_INVALID,
	"设置文件 {0} 缺少 {1}",
	"{1} is missing in {0}",
	"补上后检查：jixiaod check-config {0}",
	"add it, then check it with: jixiaod check-config {0}")
JX_REASON(STATE_EXPOSED, JX_INVALID,
	"别人能看到 {0} 里的文件，其中有本县的密钥",
	"others can look into {0}, which holds the keys of the county",
	"运行：chmod 700 {0}",
	"run: chmod 700 {0}")
JX_REASON(FSCK_NO_ROOM, JX_UNAVAILABLE,
	"核对要用一份副本，需要空闲 {0} MiB，{2} 所在磁盘只有 {1} MiB",
	"the check needs a copy, and so {0} MiB free where {2} is; there are {1} MiB",
	"腾出空间，或停机后核对",
	"make room, or check while no daemon runs")
JX_REASON(TIME_ZONE_UNKNOWN, JX_UNAVAILABLE,
	"本机没有时区 {0} 的数据",
	"this machine does not know the time zone {0}",
	"服务器：安装 tzdata，检查设置 [county] time_zone；客户端：截止时间写出时区，如 2026-03-15T17:30+08:00",
	"server: install tzdata and check the setting [county] time_zone; client: write the zone, as in 2026-03-15T17:30+08:00")
JX_REASON(CLOCK_BEHIND, JX_UNAVAILABLE,
	"系统时钟比最新的日志或服务器上次使用的时间早一天以上",
	"the system clock is more than a day behind the newest log entry or the time that the server had before",
	"请校准系统时间后再启动",
	"set the clock, then start again")

/* the client, which never sends these */
JX_REASON(UNKNOWN_COMMAND, JX_INVALID,
	"没有命令“{0}”",
	"there is no command \"{0}\"",
	"查看全部命令：jixiao help",
	"see all commands with: jixiao help")
JX_REASON(UNKNOWN_COMMAND_NEAR, JX_INVALID,
	"没有命令“{0}”，是否应为“{1}”？",
	"there is no command \"{0}\"; did you mean \"{1}\"?",
	"查看用法：jixiao help {1}",
	"see its usage with: jixiao help {1}")
JX_REASON(UNKNOWN_OPTION, JX_INVALID,
	"命令 {1} 没有选项“{0}”",
	"{1} has no option \"{0}\"",
	"查看用法：jixiao help {1}",
	"see its usage with: jixiao help {1}")
JX_REASON(UNKNOWN_OPTION_NEAR, JX_INVALID,
	"命令 {1} 没有选项“{0}”，是否应为“{2}”？",
	"{1} has no option \"{0}\"; did you mean \"{2}\"?",
	"查看用法：jixiao help {1}",
	"see its usage with: jixiao help {1}")
JX_REASON(OPTION_WANTS_VALUE, JX_INVALID,
	"选项 {0} 后面要写一个值",
	"the option {0} requires a value",
	"查看用法：jixiao help {1}",
	"see its usage with: jixiao help {1}")
JX_REASON(OPTION_WITHOUT_VALUE, JX_INVALID,
	"选项 {0} 不带值",
	"the option {0} takes no value",
	"查看用法：jixiao help {1}",
	"see its usage with: jixiao help {1}")
JX_REASON(BAD_OPTION_VALUE, JX_INVALID,
	"{0} 不能写“{1}”，可以写：{2}",
	"\"{1}\" cannot be the value of {0}, which may be: {2}",
	"请改正后重新运行",
	"correct it and run the command again")
JX_REASON(BAD_ARGUMENT, JX_INVALID,
	"“{0}”不是{1}",
	"\"{0}\" is not {1}",
	"查看用法：jixiao help {2}",
	"see the usage with: jixiao help {2}")
JX_REASON(MISSING_ARGUMENT, JX_INVALID,
	"缺少 {0}",
	"{0} is missing",
	"查看用法：jixiao help {1}",
	"see the usage with: jixiao help {1}")
JX_REASON(EXTRA_ARGUMENT, JX_INVALID,
	"多了一个参数“{0}”",
	"there is one argument too many: \"{0}\"",
	"查看用法：jixiao help {1}",
	"see the usage with: jixiao help {1}")
JX_REASON(OPTIONS_APART, JX_INVALID,
	"{0} 和 {1} 不能一起用",
	"{0} and {1} do not go together",
	"请去掉其中一个；查看用法：jixiao help {2}",
	"leave one of them out; see the usage with: jixiao help {2}")
JX_REASON(CONFIG_LINE, JX_INVALID,
	"配置文件 {0} 第 {1} 行不能识别：{2}",
	"line {1} of {0} is not understood: {2}",
	"请改正或删除该行",
	"correct or remove that line")
JX_REASON(NO_SERVER, JX_INVALID,
	"不知道服务器地址",
	"no server address is known",
	"加上 --server 主机:端口，或先登记：jixiao enrol 邀请行",
	"add --server HOST:PORT, or enrol first: jixiao enrol LINE")
JX_REASON(BAD_INVITATION_LINE, JX_INVALID,
	"邀请行不完整：{0}",
	"the invitation line is incomplete: {0}",
	"请从财政局的消息中整行复制，例：jixiao enrol 'jixiao:主机:端口/…/…'",
	"copy the whole line as finance sent it: jixiao enrol 'jixiao:HOST:PORT/.../...'")
JX_REASON(NEEDS_YES, JX_INVALID,
	"这里无法询问是否确认",
	"there is nobody here to confirm this",
	"确认无误后加上 --yes 重新运行",
	"when you are sure, run it again with --yes")
JX_REASON(NOT_CONFIRMED, JX_CANCELLED,
	"没有确认，什么也没有改动",
	"not confirmed, nothing was changed",
	"需要时重新运行同一命令",
	"run the same command again when you want it")
JX_REASON(NOT_ENROLLED, JX_UNAUTHENTICATED,
	"这台电脑上没有登记（{0}）",
	"nobody is enrolled on this machine ({0})",
	"向财政局要邀请行，然后运行：jixiao enrol 邀请行",
	"ask finance for an invitation line, then: jixiao enrol LINE")
JX_REASON(OTHER_IDENTITY, JX_STATE,
	"{0} 里已有另一次登记",
	"{0} holds another enrolment already",
	"要替换就加上 --replace；要并存就换一个目录：jixiao --home 目录 enrol 邀请行",
	"add --replace to take its place, or use another directory: jixiao --home DIR enrol LINE")
JX_REASON(KEY_NOT_PRIVATE, JX_DENIED,
	"密钥文件 {0} 别人也能读，拒绝使用",
	"the key file {0} can be read by others and is refused",
	"运行：chmod 600 {0}",
	"run: chmod 600 {0}")
JX_REASON(KEY_LOCKED, JX_UNAUTHENTICATED,
	"密钥文件 {0} 有口令：{1}",
	"the key file {0} has a passphrase: {1}",
	"在终端上运行，不加 --no-input；或去掉口令：openssl pkey -in {0} -out {0}.new && mv {0}.new {0}",
	"run it on a terminal without --no-input; or take the passphrase off: openssl pkey -in {0} -out {0}.new && mv {0}.new {0}")
JX_REASON(IDENTITY_UNUSABLE, JX_UNAUTHENTICATED,
	"{0} 不可用：{1}",
	"{0} cannot be used: {1}",
	"用备份恢复；没有备份就向财政局要新的邀请行，然后运行：jixiao enrol --replace 邀请行",
	"put it back from a backup; without one ask finance for a new invitation line, then: jixiao enrol --replace LINE")
JX_REASON(FILE_NOT_OWN, JX_DENIED,
	"{0} 属于另一个用户，拒绝使用",
	"{0} belongs to another user and is refused",
	"请管理员运行：chown 用户 {0}；或换一个目录：jixiao --home 目录",
	"have it handed over with: chown USER {0}; or use another directory: jixiao --home DIR")
JX_REASON(FILE_WRITABLE, JX_DENIED,
	"{0} 别人也能改写，拒绝使用",
	"{0} can be written by others and is refused",
	"核对其中的文件没有被人换过，然后运行：chmod go-w {0}",
	"see that nobody has changed it, then run: chmod go-w {0}")
JX_REASON(FILE_NOT_FOUND, JX_NOT_FOUND,
	"找不到文件 {0}",
	"there is no file {0}",
	"请核对文件名和目录",
	"check its name and directory")
JX_REASON(SCORE_LINE_NOT_FOUND, JX_NOT_FOUND,
	"评分表中没有“{0}”这一行",
	"the scores have no line \"{0}\"",
	"请填序号、路径或名称；查看全部：jixiao explain 文件或部门",
	"give its number, path or name; see all with: jixiao explain FILE or DEPT")
JX_REASON(SCORE_LINE_SEVERAL, JX_INVALID,
	"评分表中有几行叫“{0}”",
	"several lines of the scores are \"{0}\"",
	"请填序号或路径；查看全部：jixiao explain 文件或部门",
	"give its number or path; see all with: jixiao explain FILE or DEPT")
JX_REASON(LOCAL_FILE_FAILED, JX_UNKNOWN,
	"读写 {0} 失败：{1}",
	"{0} cannot be read or written: {1}",
	"请核对权限和磁盘空间",
	"check permissions and disk space")
JX_REASON(EXPORT_NOT_PUBLIC, JX_UNAUTHENTICATED,
	"报告不单独对外提供，对外提供的是公开发布的整份文件",
	"reports are not given alone without a certificate; the files of public publications are",
	"取得公开发布的文件：jixiao --public export {0} --publication latest；查看有哪些：jixiao --public publication list {0}",
	"get the file: jixiao --public export {0} --publication latest; see which there are: jixiao --public publication list {0}")
JX_REASON(SHEET_FULL, JX_INVALID,
	"工作表“{0}”最多 {1} 行，装不下这次导出的数据",
	"the sheet \"{0}\" has no more than {1} rows, and the export has more",
	"改为导出 .zip 或 .db；或只导出一个轮次",
	"export to a .zip or a .db instead, or one round alone")
JX_REASON(NOT_AN_EXPORT, JX_INVALID,
	"{0} 不是导出的数据库",
	"{0} is no database that was exported",
	"先导出：jixiao export 轮次 --out 文件.db",
	"export one first: jixiao export ROUND --out FILE.db")
JX_REASON(SQL_REFUSED, JX_INVALID,
	"语句不能执行：{0}",
	"the statement was refused: {0}",
	"查看有哪些表和列：jixiao sql 文件 'SELECT view_name, column_name, title_zh FROM columns'",
	"see the tables and columns: jixiao sql FILE 'SELECT view_name, column_name, title_en FROM columns'")
JX_REASON(QUERY_LIMIT, JX_EXHAUSTED,
	"查询超过上限：{1} {0}",
	"the query went over its limit of {1} {0}",
	"加上 WHERE 或 LIMIT 缩小范围；时间上限用 --timeout 秒 设定",
	"narrow it by WHERE or LIMIT; --timeout SECONDS sets the limit of time")
JX_REASON(TABLE_TOO_WIDE, JX_INVALID,
	"结果有 {0} 列，表格最多显示 {1} 列",
	"the result has {0} columns, and a table shows no more than {1}",
	"只选需要的列，或用 -o csv、-o json",
	"select the columns you need, or use -o csv or -o json")
JX_REASON(PUBLICATION_DIFFERS, JX_DATA_LOSS,
	"重算 {0} 的结果与发布的不同：{1} 处",
	"{0}, computed again, differs from what was published; differences: {1}",
	"重新导出再核对：jixiao export 轮次 --publication N；仍不同就不要采用这张表，请财政局说明",
	"export it again: jixiao export ROUND --publication N; if it still differs, do not rely on the table and ask finance")
JX_REASON(PUBLICATION_LINE, JX_INVALID,
	"{0} 的 {1}（行:列）不是发布文件的内容：{2}",
	"{0}, at {1} (line:column), is not a publication: {2}",
	"重新导出：jixiao export 轮次 --publication N --out 文件",
	"export it again: jixiao export ROUND --publication N --out FILE")
JX_REASON(FILE_TOO_LARGE, JX_INVALID,
	"文件 {0} 超过 {1} 字节",
	"the file {0} has more than {1} bytes",
	"请核对是不是这个文件",
	"check that it is the right file")
JX_REASON(FORM_OLD_FORMAT, JX_INVALID,
	"{0} 是旧格式的表格（.xls、.et），或者加了密码",
	"{0} is a workbook of an old format (.xls, .et), or has a password",
	"请在 WPS 或 Excel 中打开，去掉密码，另存为 .xlsx 格式",
	"open it in WPS or Excel, remove the password, and save it as .xlsx")
JX_REASON(FORM_NO_WORKBOOK, JX_INVALID,
	"{0} 不是表格文件，里面没有工作表（{1}）",
	"{0} is no workbook: there are no sheets in it ({1})",
	"请核对是不是这个文件；新表用 jixiao form new 生成",
	"check that it is the right file; make a new form with: jixiao form new")
JX_REASON(FORM_DAMAGED, JX_INVALID,
	"表格文件 {0} 已损坏，或者不是正常保存的（{1}）",
	"the workbook {0} is damaged, or was not saved by a spreadsheet program ({1})",
	"请在 WPS 或 Excel 中打开并重新保存；打不开就用备份，或重新生成：jixiao form new",
	"open it in WPS or Excel and save it again; otherwise take a copy of it, or make a new one: jixiao form new")
JX_REASON(FORM_TOO_LARGE, JX_INVALID,
	"表格文件 {0} 解开后太大（{1}）",
	"the workbook {0} is too large once it is unpacked ({1})",
	"请删去图片、空行和无关的工作表，另存后再试",
	"remove pictures, empty rows and other sheets, save it and try again")
JX_REASON(FORM_UNREADABLE, JX_INVALID,
	"读取表格文件 {0} 用的时间或内存超过上限，已停止",
	"reading the workbook {0} took more time or memory than it may, and was stopped",
	"请在 WPS 或 Excel 中另存为新文件后再试；表格来路不明就不要使用",
	"save it as a new file in WPS or Excel and try again; do not use a file of unknown origin")
JX_REASON(FORM_WITHOUT_KEYS, JX_INVALID,
	"这个表格不是 jixiao 生成的，或者隐藏的编号行、编号列被删去了",
	"this workbook was not made by jixiao, or its hidden row and column of keys are gone",
	"请把数据复制到新表中：jixiao form new",
	"copy the data into a new form: jixiao form new")
JX_REASON(FORM_NOT_A_NUMBER, JX_INVALID,
	"“{0}”不是数",
	"\"{0}\" is not a number",
	"{1}只填数字，例如 10067.32",
	"type a number only, such as 10067.32 ({1})")
JX_REASON(FORM_NOT_A_COUNT, JX_INVALID,
	"“{0}”不是整数",
	"\"{0}\" is not a whole number",
	"{1}填整数，例如 41",
	"type a whole number, such as 41 ({1})")
JX_REASON(FORM_NOT_YES_OR_NO, JX_INVALID,
	"“{0}”不是“是”或“否”",
	"\"{0}\" says neither yes nor no",
	"{1}填“是”，不是就留空",
	"choose from the list of the cell, or leave it empty ({1})")
JX_REASON(FORM_UNKNOWN_WORD, JX_INVALID,
	"“{0}”不在下拉列表中",
	"\"{0}\" is not in the list of the cell",
	"{1}请从下拉列表中选择",
	"choose from the list of the cell ({1})")
JX_REASON(FORM_CELL_ERROR, JX_INVALID,
	"单元格显示 {0}，没有数",
	"the cell shows {0} and no value",
	"请改正公式，或直接填写{1}",
	"correct the formula, or type the value ({1})")
JX_REASON(FORM_FORMULA_WITHOUT_VALUE, JX_INVALID,
	"公式没有保存结果",
	"the formula has no stored result",
	"请直接填写{1}，或在 WPS 或 Excel 中打开后重新保存",
	"type the value ({1}), or open the file in WPS or Excel and save it again")
JX_REASON(FORM_CANNOT_HOLD, JX_INVALID,
	"“{0}”的内容太长，单元格放不下",
	"the content of {0} is longer than a cell can hold",
	"请缩短文字，或用 JSON 文件报送",
	"shorten the text, or file it as JSON")
JX_REASON(FORM_UNKNOWN_SHEET, JX_INVALID,
	"工作表“{0}”的编号 {1} 无法识别",
	"the key {1} of the sheet \"{0}\" is not known",
	"这张表可能由新版程序生成，请更新程序：jixiao version",
	"a newer program may have made it; update this one: jixiao version")
JX_REASON(FORM_UNKNOWN_KEY, JX_INVALID,
	"编号 {0} 无法识别",
	"the key {0} is not known",
	"不要改动隐藏的编号；更新程序，或重新生成表格：jixiao form new",
	"leave hidden keys as they are; update the program, or make a new form: jixiao form new")
JX_REASON(FORM_SHEET_TWICE, JX_INVALID,
	"工作表“{0}”重复，同一张表有两份",
	"the sheet \"{0}\" is there twice",
	"请把数据并到一张表中，删去另一张",
	"put the rows into one of them and delete the other")
JX_REASON(FORM_SHEET_MISSING, JX_INVALID,
	"缺少工作表“{0}”，“{1}”的行无处归属",
	"the sheet \"{0}\" is missing, so the rows of \"{1}\" belong to nothing",
	"请从备份中恢复这张表，或重新生成：jixiao form new",
	"restore the sheet from a copy, or make a new form: jixiao form new")
JX_REASON(FORM_TOO_MANY_ROWS, JX_INVALID,
	"工作表“{0}”超过 {1} 行",
	"the sheet \"{0}\" has more than {1} rows",
	"请删去多余的行",
	"delete rows that are not needed")
JX_REASON(FORM_NO_SUCH_PROJECT, JX_INVALID,
	"没有序号为“{0}”的项目",
	"there is no project \"{0}\"",
	"请填“项目自评”表中的项目序号",
	"type the number of a project, as the sheet of projects has it")
JX_REASON(FORM_SHEET_NOT_READ, JX_INVALID,
	"工作表“{0}”不是本表的，没有读取",
	"the sheet \"{0}\" is not part of the form and was not read",
	"其中的内容如需报送，请填到本表的工作表中",
	"what is to be filed belongs into the sheets of the form")
JX_REASON(FORM_CELL_NOT_READ, JX_INVALID,
	"“{0}”所在的列不是本表的，没有读取",
	"the column of \"{0}\" is not part of the form and was not read",
	"内容如需报送，请填到本表的列中",
	"what is to be filed belongs into the columns of the form")
JX_REASON(FORM_WHY_WITHOUT_FINDING, JX_INVALID,
	"这条说明没有对应的问题，没有采用",
	"this explanation answers no finding and was not used",
	"不需要就删去；需要就写在有问题的那一行",
	"delete it, or write it beside the row with the finding")
JX_REASON(FORM_REPLY_WITHOUT_ISSUE, JX_INVALID,
	"这条答复旁边没有意见编号，不知道答复哪一条",
	"there is no number of an issue beside this reply",
	"写到有意见编号的那一行，或者删去",
	"write it into the row with the number of the issue, or delete it")
JX_REASON(FORM_WITHOUT_REPLIES, JX_INVALID,
	"{0} 里没有对财政意见的答复",
	"there is no reply to an issue of finance in {0}",
	"下载带意见的表，填“对意见的答复”栏：jixiao form returned -o FILE.xlsx；单条答复：jixiao reply 部门 编号 -m '...'",
	"fetch the form with the issues and fill in the column of replies: jixiao form returned -o FILE.xlsx; one reply: jixiao reply DEPT N -m '...'")
JX_REASON(FORM_OF_OTHER_SUBMISSION, JX_INVALID,
	"{0} 中的意见属于 {1}，表里填的却是 {2}",
	"the issues in {0} are those of {1}, but the report is one of {2}",
	"改回本部门、本轮次；或者重新下载：jixiao form returned -o FILE.xlsx",
	"put department and round back; or fetch the form again: jixiao form returned -o FILE.xlsx")
JX_REASON(TEMPLATE_NOT_FOUND, JX_NOT_FOUND,
	"没有名为“{0}”的表样，也没有这个文件",
	"there is no template \"{0}\", and no such file",
	"查看现有表样：jixiao form templates；自己写一份：见 docs/form-templates.md",
	"see those that there are: jixiao form templates; write your own: docs/form-templates.md")
JX_REASON(TEMPLATE_FAULT, JX_INVALID,
	"表样 {0} 第 {1} 行有错：{2}",
	"template {0}, line {1}: {2}",
	"按 docs/form-templates.md 改好表样文件",
	"correct the description of the template: docs/form-templates.md")
JX_REASON(FORM_NOT_OF_TEMPLATE, JX_INVALID,
	"{0} 不是表样“{1}”：{2}",
	"{0} is not of the template \"{1}\": {2}",
	"换一个表样：jixiao form templates；或者在表样文件中改行号、列号",
	"choose another template: jixiao form templates; or correct rows and columns in its description")
JX_REASON(TWO_FILES_OF_ONE_DEPARTMENT, JX_INVALID,
	"{0} 和 {1} 是同一部门（{2}）的报告",
	"{0} and {1} are both reports of {2}",
	"留下其中一个再报送",
	"submit one of them")
JX_REASON(CSV_LINE, JX_INVALID,
	"{0} 第 {1} 行：{2}",
	"{0}, line {1}: {2}",
	"改好保存后重新运行",
	"correct it, save, and run the command again")
JX_REASON(NO_EDITOR, JX_NOT_FOUND,
	"打不开：没有程序 {0}",
	"nothing to open it with: there is no {0}",
	"请设置 VISUAL 或 EDITOR，例：EDITOR=nano",
	"set VISUAL or EDITOR, for example EDITOR=nano")
JX_REASON(EDITOR_FAILED, JX_UNKNOWN,
	"{0} 没有正常结束；文字留在 {1}",
	"{0} failed; the text is in {1}",
	"请再次运行 jixiao edit",
	"run jixiao edit again")
JX_REASON(BAD_ENCODING, JX_INVALID,
	"{0} 第 {1} 行第 {2} 个字节不是 UTF-8 文字",
	"{0}, line {1}, byte {2}: not UTF-8 text",
	"请改正这一处；整个文件都这样时，另存为 UTF-8 编码",
	"correct that place; if the whole file is like that, save it as UTF-8")
JX_REASON(OTHER_ENCODING, JX_INVALID,
	"{0} 的编码是 {1}",
	"{0} is encoded as {1}",
	"请另存为 UTF-8 编码",
	"save it as UTF-8")
JX_REASON(BATCH_REFUSED, JX_INVALID,
	"{0} 处有问题，什么都没有改动",
	"{0} problems were found, nothing was changed",
	"改好保存后重新运行；先试运行加 --dry-run",
	"correct them and run it again; --dry-run tries first")
JX_REASON(OTHER_ROUND_IN_FILE, JX_INVALID,
	"{0} 写的轮次是 {1}，不是 {2}",
	"{0} is about round {1}, not {2}",
	"改正文件，或去掉 --round",
	"correct the file, or leave --round out")
JX_REASON(DEPARTMENT_UNCLEAR, JX_INVALID,
	"“{0}”可以是几个部门：{1}",
	"\"{0}\" may be several departments: {1}",
	"请写部门编码",
	"give the department's code")
JX_REASON(ROUND_UNCLEAR, JX_INVALID,
	"有几个轮次：{0}",
	"there are several rounds: {0}",
	"写明是哪一个，例：jixiao {1}",
	"say which one, for example: jixiao {1}")
JX_REASON(NO_ROUND, JX_NOT_FOUND,
	"还没有轮次",
	"there is no round yet",
	"财政局先建立：jixiao round create",
	"finance creates one with: jixiao round create")
JX_REASON(NO_REPORT_IN_ROUND, JX_NOT_FOUND,
	"{0} 在轮次 {1} 没有可看的报告：还没有报送、没有审核通过，或没有发布",
	"{0} has no report to show in round {1}: none was filed, accepted or published yet",
	"查看各部门的进度：jixiao list --round {1}",
	"see where each department is with: jixiao list --round {1}")
JX_REASON(NO_REPORT_IN_ANY, JX_NOT_FOUND,
	"{0} 在哪个轮次都没有可看的报告：还没有审核通过，或没有发布",
	"{0} has no report to show in any round: none was accepted or published yet",
	"查看各部门的进度：jixiao list",
	"see where each department is with: jixiao list")
JX_REASON(OUTBOX_OTHER, JX_STATE,
	"{0} 的另一份报送（{1}）还在发件箱里",
	"another report of {0} ({1}) still waits in the outbox",
	"发送：jixiao outbox send；不要了：jixiao outbox drop {1}",
	"send it: jixiao outbox send; or give it up: jixiao outbox drop {1}")
JX_REASON(OUTBOX_NOT_FOUND, JX_NOT_FOUND,
	"发件箱里没有 {0}",
	"there is no {0} in the outbox",
	"查看发件箱：jixiao outbox list",
	"see it with: jixiao outbox list")
JX_REASON(OUTBOX_DAMAGED, JX_DATA_LOSS,
	"发件箱里的 {0} 损坏了",
	"{0} in the outbox is damaged",
	"删除它再重新报送：jixiao outbox drop {0}",
	"remove it and submit again: jixiao outbox drop {0}")
JX_REASON(HOME_BUSY, JX_DEADLINE,
	"这台电脑上的另一个 jixiao 命令一直占用 {0}",
	"another jixiao command on this machine holds {0} all the time",
	"等它结束后重新运行同一命令",
	"run the same command again when the other one has ended")
JX_REASON(UNSEEN_VERSION, JX_CONFLICT,
	"报送 {0} 已有第 {1} 版，{2}，这台电脑上还没有看过",
	"submission {0} has a version {1}, {2}, which has not been seen on this machine",
	"先看：jixiao show {0}；取内容：jixiao show {0} --content > 文件；在它上面改好再报送；确定要取代它：jixiao submit 文件 --based-on {1}",
	"look at it: jixiao show {0}; take its content: jixiao show {0} --content > FILE; work on that, then submit. To replace it all the same: jixiao submit FILE --based-on {1}")
JX_REASON(SERVER_UNREACHABLE, JX_UNAVAILABLE,
	"连不上 {0}：{1}",
	"{0} cannot be reached: {1}",
	"请检查网络，稍后重新运行同一命令",
	"check the network and run the same command again later")
JX_REASON(SERVER_UNTRUSTED, JX_UNAUTHENTICATED,
	"{0} 不能证明自己是本县的服务器：{1}",
	"{0} cannot prove that it is the county's server: {1}",
	"请勿继续，与财政局核对地址",
	"stop here and check the address with finance")
JX_REASON(CLOCK_OUTSIDE_CERTIFICATE, JX_UNAUTHENTICATED,
	"按本机时钟（{0}），{1} 的证书{2}",
	"by this machine's clock ({0}) the certificate of {1} {2}",
	"先核对本机的日期和时间；确实无误的，请财政局更换服务器证书",
	"check the date and time of this machine first; if they are right, ask finance to renew the server's certificate")
JX_REASON(IDENTITY_REFUSED, JX_UNAUTHENTICATED,
	"{0} 拒绝了这台电脑的证书：{1}",
	"{0} refused this machine's certificate: {1}",
	"请财政局重新邀请：jixiao invite；财政负责人自己：在服务器上运行 jixiaod invite 目录 账号 --lost-key",
	"ask finance for an invitation: jixiao invite; a lead: jixiaod invite DIR ID --lost-key, at the server")
JX_REASON(CA_NOT_ENDORSED, JX_DATA_LOSS,
	"{0} 拿出一份县级证书，本县现有的县级证书没有为它作证：持有服务器密钥的任何人都能这样做，一概不予采信",
	"{0} names a county certificate that the county's own one does not vouch for; whoever has the server's key can do that, and nothing of it is trusted here",
	"马上打电话问财政局：服务器密钥可能失窃；如确在更换县级证书，先把 jixiaod 升级到新版本",
	"call the finance bureau at once: the key of its server may be stolen; if it does change its authority, it updates jixiaod first")
JX_REASON(SERVER_ANSWER, JX_INTERNAL,
	"{0} 的答复不像绩效服务：{1}",
	"{0} does not answer like this service: {1}",
	"核对地址和端口：jixiao version",
	"check address and port with: jixiao version")
JX_REASON(SERVER_SAID, JX_UNKNOWN,
	"服务器答复：{0}",
	"the server said: {0}",
	"核对客户端与服务端版本：jixiao ping",
	"compare client and server versions: jixiao ping")
/* clang-format on */

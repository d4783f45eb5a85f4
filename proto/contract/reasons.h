/*
 * The reasons, one line each: name, status, sentence and remedy, both in Chinese and in English.
 *
 * Included by error.h and error.c with JX_REASON defined; no include guard on purpose. {0}, {1}, {2} are the
 * arguments. Names go over the wire: never rename one, only add.
 */
/* clang-format off */
/* calls */
JX_REASON(UNKNOWN_METHOD, JX_UNIMPLEMENTED, "没有这个方法：{0}", "no such method: \"{0}\"", "核对客户端与服务端版本：jixiao version", "compare client and server versions: jixiao version")
JX_REASON(MALFORMED_REQUEST, JX_INVALID, "请求无法解析：{0}", "the request cannot be decoded: {0}", "核对客户端与服务端版本：jixiao version", "compare client and server versions: jixiao version")
JX_REASON(MESSAGE_TOO_LARGE, JX_EXHAUSTED, "消息有 {0} 字节，上限是 {1} 字节", "the message has {0} bytes, the limit is {1}", "请减少附件说明或拆分文本", "shorten texts or split the report")
JX_REASON(DEADLINE_PASSED, JX_DEADLINE, "在规定时间内没有完成", "the deadline passed before the call was done", "请重新运行同一命令，不会重复报送", "run the same command again; nothing is filed twice")
JX_REASON(SERVER_BUSY, JX_EXHAUSTED, "服务器繁忙，队列已满", "the server is busy, its queue is full", "请稍后重新运行同一命令", "run the same command again in a moment")
JX_REASON(SHUTTING_DOWN, JX_UNAVAILABLE, "服务器正在停机", "the server is shutting down", "请稍后重新运行同一命令", "run the same command again in a moment")
JX_REASON(OUT_OF_MEMORY, JX_UNAVAILABLE, "内存不足", "out of memory", "请稍后重新运行同一命令", "run the same command again in a moment")
JX_REASON(INTERNAL, JX_INTERNAL, "程序内部错误：{0}", "internal error: {0}", "请把这一行发给系统管理员", "send this line to your administrator")
JX_REASON(MISSING_FIELD, JX_INVALID, "缺少必填项 {0}", "the field \"{0}\" is required", "请填写后重试", "fill it in and try again")
JX_REASON(BAD_FIELD, JX_INVALID, "{0} 的值“{1}”不正确：{2}", "\"{1}\" is not a valid {0}: {2}", "请改正后重试", "correct it and try again")
JX_REASON(BAD_PAGE_TOKEN, JX_INVALID, "翻页标记无效", "the page token is not valid", "请从第一页重新开始", "start again from the first page")
JX_REASON(REQUEST_ID_REUSED, JX_EXISTS, "请求编号 {0} 已用于其他内容", "request id {0} was used with other content", "请换一个新的请求编号", "use a new request id")
JX_REASON(COMPRESSION_REFUSED, JX_UNIMPLEMENTED, "不支持消息压缩：{0}", "message encoding \"{0}\" is not supported", "请用 identity 编码", "use the identity encoding")

/* identity */
JX_REASON(NO_CERTIFICATE, JX_UNAUTHENTICATED, "没有出示本县签发的证书", "no certificate of this county was shown", "先登记：jixiao enrol", "enrol first: jixiao enrol")
JX_REASON(UNKNOWN_CERTIFICATE, JX_UNAUTHENTICATED, "这张证书没有登记", "this certificate is not enrolled here", "请财政局重新邀请：jixiao invite", "ask finance for an invitation: jixiao invite")
JX_REASON(REVOKED, JX_UNAUTHENTICATED, "这个账号已停用", "this person's access was revoked", "请与财政局联系", "ask the county finance bureau")
JX_REASON(NOT_ALLOWED, JX_DENIED, "您的角色（{0}）不能做这件事；需要：{1}", "your role ({0}) may not do this; it takes: {1}", "查看自己的角色：jixiao whoami", "see your role with: jixiao whoami")
JX_REASON(OTHER_DEPARTMENT, JX_DENIED, "这不是您所在部门的报送", "this is not your department's submission", "查看自己的部门：jixiao whoami", "see your department with: jixiao whoami")
JX_REASON(OWN_DEPARTMENT, JX_DENIED, "不能审核自己部门的报送", "nobody reviews his own department", "请由其他部门的审核人办理", "let a reviewer from another department do it")
JX_REASON(ENROL_HERE_ONLY, JX_DENIED, "这个端口只办理登记", "this port serves enrolment only", "请改用主端口", "use the main port")
JX_REASON(BAD_INVITATION, JX_DENIED, "邀请码无效、已使用或已过期", "the invitation is wrong, used or expired", "请财政局重新邀请：jixiao invite", "ask finance for a new one: jixiao invite")
JX_REASON(BAD_CSR, JX_INVALID, "证书申请不正确：{0}", "the certificate request is not valid: {0}", "请用 jixiao enrol 重新登记", "enrol again with: jixiao enrol")
JX_REASON(BAD_SIGNATURE, JX_INVALID, "签名与内容不符", "the signature does not match the content", "请用登记时的密钥重新报送", "submit again with the key you enrolled")

/* things */
JX_REASON(DEPARTMENT_NOT_FOUND, JX_NOT_FOUND, "没有部门 {0}", "no department \"{0}\"", "查看部门：jixiao department list", "see them with: jixiao department list")
JX_REASON(DEPARTMENT_EXISTS, JX_EXISTS, "部门 {0} 已存在，名称是 {1}", "department {0} exists already, its name is {1}", "查看部门：jixiao department list", "see them with: jixiao department list")
JX_REASON(PERSON_NOT_FOUND, JX_NOT_FOUND, "没有人员 {0}", "no person \"{0}\"", "查看人员：jixiao person list", "see them with: jixiao person list")
JX_REASON(ROUND_NOT_FOUND, JX_NOT_FOUND, "没有轮次 {0}", "no round \"{0}\"", "查看轮次：jixiao round list", "see them with: jixiao round list")
JX_REASON(ROUND_EXISTS, JX_EXISTS, "轮次 {0} 已存在", "round \"{0}\" exists already", "换一个编号，或打开它：jixiao round open {0}", "choose another id, or open it: jixiao round open {0}")
JX_REASON(ROUND_STATE, JX_STATE, "轮次 {0} 的状态是“{1}”，不能{2}", "round {0} is {1}: it cannot {2}", "查看轮次：jixiao round list", "see the rounds with: jixiao round list")
JX_REASON(ROSTER_EMPTY, JX_STATE, "轮次 {0} 没有应报部门", "round {0} has no departments on its roster", "先登记部门：jixiao department load 文件.csv", "add departments first: jixiao department load FILE.csv")
JX_REASON(NOT_ON_ROSTER, JX_STATE, "部门 {0} 不在轮次 {1} 的应报名单上", "department {0} is not on the roster of round {1}", "请与财政局联系", "ask the county finance bureau")
JX_REASON(SUBMISSION_NOT_FOUND, JX_NOT_FOUND, "没有报送 {0}", "no submission \"{0}\"", "查看报送：jixiao list", "see them with: jixiao list")
JX_REASON(VERSION_NOT_FOUND, JX_NOT_FOUND, "报送 {0} 没有版本 {1}", "submission {0} has no version {1}", "查看版本：jixiao show {0}", "see its versions with: jixiao show {0}")
JX_REASON(SUBMISSION_STATE, JX_STATE, "报送 {0} 的状态是“{1}”，不能{2}", "submission {0} is {1}: it cannot be {2}", "查看进度：jixiao status", "see where it stands with: jixiao status")
JX_REASON(ROUND_CLOSED, JX_STATE, "轮次 {0} 已于 {1} 截止", "round {0} closed on {1}", "请与财政局联系办理延期", "ask the county finance bureau for an extension")
JX_REASON(STALE_BASE, JX_CONFLICT, "报送 {0} 现在是第 {1} 版，您依据的是第 {2} 版", "submission {0} is at version {1}, yours builds on {2}", "先看新版本：jixiao show {0}", "look at the new version first: jixiao show {0}")
JX_REASON(HARD_FINDINGS, JX_INVALID, "有 {0} 处必须改正", "{0} findings must be corrected", "逐条查看：jixiao check 文件", "see them one by one: jixiao check FILE")
JX_REASON(NEEDS_EXPLANATION, JX_INVALID, "有 {0} 处需要改正或说明原因", "{0} findings need a correction or an explanation", "改正，或在 explanations 中写明原因，再检查：jixiao check 文件", "correct them or explain them under \"explanations\", then: jixiao check FILE")
JX_REASON(OPEN_ISSUES, JX_STATE, "还有 {0} 条意见没有答复：{1}", "{0} issues are still open: {1}", "查看意见：jixiao show", "see them with: jixiao show")
JX_REASON(ISSUE_REQUIRED, JX_INVALID, "退回必须至少写明一条意见", "a return needs at least one issue", "例：jixiao return 部门 --at functions[0].amount -m 原因", "for example: jixiao return DEPT --at functions[0].amount -m REASON")
JX_REASON(ISSUE_UNANSWERED, JX_STATE, "意见 {0}（{1}）没有答复：该处没有改动，也没有说明", "issue {0} ({1}) is not answered: nothing changed there and nothing explains it", "修改该处，或在 explanations 中说明", "change that field, or explain it under \"explanations\"")
JX_REASON(REASON_REQUIRED, JX_INVALID, "必须写明原因：{0}", "a reason is required: {0}", "用 --reason 写明", "give one with --reason")
JX_REASON(SCORE_RANGE, JX_INVALID, "复核得分 {0} 不在 0 到 {1} 之间", "the reviewed score {0} is not between 0 and {1}", "请改正后重试", "correct it and try again")
JX_REASON(NOTHING_TO_PUBLISH, JX_STATE, "轮次 {0} 没有审核通过的报送", "round {0} has no accepted submission", "查看待审：jixiao list --state submitted", "see what waits for review: jixiao list --state submitted")
JX_REASON(SECOND_LEAD, JX_STATE, "定稿发布需要另一位财政负责人确认", "a final publication takes a second lead", "由另一位负责人运行：jixiao publish {0} --final", "let another lead run: jixiao publish {0} --final")
JX_REASON(WINDOW_OPEN, JX_STATE, "公示核对期到 {0} 才结束", "the checking window ends on {0}", "到期后重新运行", "run it again after that")
JX_REASON(NOT_PUBLISHED, JX_NOT_FOUND, "轮次 {0} 还没有发布", "round {0} has no publication yet", "查看轮次：jixiao round list", "see the rounds with: jixiao round list")
JX_REASON(UNKNOWN_METRIC, JX_INVALID, "没有指标 {0}；可用的有：{1}", "no metric \"{0}\"; there are: {1}", "例：jixiao rank --by execution_rate", "for example: jixiao rank --by execution_rate")

/* storage */
JX_REASON(STORAGE_FULL, JX_UNAVAILABLE, "服务器磁盘已满，没有保存", "the server's disk is full, nothing was saved", "请通知系统管理员，之后重新运行同一命令", "tell your administrator, then run the same command again")
JX_REASON(STORAGE_FAILED, JX_UNAVAILABLE, "服务器没能保存：{0}", "the server could not save: {0}", "请稍后重新运行同一命令，不会重复报送", "run the same command again later; nothing is filed twice")
JX_REASON(DATA_DAMAGED, JX_DATA_LOSS, "{0} 的存储内容与摘要不符", "what is stored of {0} does not match its digest", "请立即通知系统管理员", "tell your administrator at once")
/* clang-format on */

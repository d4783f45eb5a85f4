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
JX_REASON(BAD_FRAMING, JX_INTERNAL, "请求不符合 gRPC 格式：{0}", "the request breaks gRPC's framing: {0}", "核对客户端与服务端版本：jixiao version", "compare client and server versions: jixiao version")
JX_REASON(OUTPUT_UNREAD, JX_EXHAUSTED, "这个连接上还有太多答复没有被读取", "too many replies wait unread on this connection", "请稍后重新运行同一命令", "run the same command again in a moment")

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

/* starting the daemon */
JX_REASON(LISTEN_FAILED, JX_UNAVAILABLE, "不能在 {0} 上监听：{1}", "cannot listen on \"{0}\": {1}", "核对配置中的地址和端口", "check the address and port in the configuration")
JX_REASON(PUBLIC_NOT_LOOPBACK, JX_INVALID, "公开端口没有加密，只能用本机地址，不能用 {0}", "the public listener is not encrypted: \"{0}\" must be a loopback address", "改用 127.0.0.1 或 [::1]", "use 127.0.0.1 or [::1]")
JX_REASON(TLS_FILE, JX_INVALID, "不能使用 {0}：{1}", "cannot use \"{0}\": {1}", "核对配置中的证书和密钥文件", "check the certificate and key files in the configuration")

/* storage */
JX_REASON(STORAGE_FULL, JX_UNAVAILABLE, "服务器磁盘已满，没有保存", "the server's disk is full, nothing was saved", "请通知系统管理员，之后重新运行同一命令", "tell your administrator, then run the same command again")
JX_REASON(STORAGE_FAILED, JX_UNAVAILABLE, "服务器没能保存：{0}", "the server could not save: {0}", "请稍后重新运行同一命令，不会重复报送", "run the same command again later; nothing is filed twice")
JX_REASON(DATA_DAMAGED, JX_DATA_LOSS, "{0} 的存储内容与摘要不符", "what is stored of {0} does not match its digest", "请立即通知系统管理员", "tell your administrator at once")

/* decoding: {0} is the path of the field unless said otherwise */
JX_REASON(BAD_WIRE, JX_INVALID, "请求在第 {1} 个字节处损坏（字段“{0}”）", "the message is damaged at byte {1}, in field \"{0}\"", "核对客户端与服务端版本：jixiao version", "compare client and server versions: jixiao version")
JX_REASON(TOO_DEEP, JX_INVALID, "“{0}”嵌套超过 {1} 层", "\"{0}\" is nested deeper than {1} levels", "请减少嵌套层次", "nest less deeply")
JX_REASON(UNKNOWN_FIELD, JX_INVALID, "签名内容中“{0}”有本系统不认识的字段（编号 {1}）", "signed content has a field this version does not know, number {1}, in \"{0}\"", "核对客户端与服务端版本：jixiao version", "compare client and server versions: jixiao version")
JX_REASON(FIELD_TWICE, JX_INVALID, "“{0}”出现了两次", "\"{0}\" is given twice", "只保留一个", "keep one of them")
JX_REASON(BAD_UTF8, JX_INVALID, "“{0}”不是 UTF-8 文字（第 {1} 个字节）", "\"{0}\" is not UTF-8 text (byte {1})", "请把文件另存为 UTF-8 编码", "save the file as UTF-8")
JX_REASON(TEXT_WITH_NUL, JX_INVALID, "“{0}”的文字中有空字符（NUL）", "the text of \"{0}\" contains a NUL character", "请删除该字符", "remove that character")
JX_REASON(UNKNOWN_ENUM_VALUE, JX_INVALID, "“{0}”没有“{1}”这个取值", "\"{1}\" is not a value of \"{0}\"", "请使用表中列出的取值", "use one of the listed values")
JX_REASON(UNKNOWN_ENUM_NEAR, JX_INVALID, "“{0}”没有“{1}”这个取值，是否应为“{2}”？", "\"{1}\" is not a value of \"{0}\"; did you mean \"{2}\"?", "请使用表中列出的取值", "use one of the listed values")
JX_REASON(NUMBER_RANGE, JX_INVALID, "“{0}”的数 {1} 超出范围", "the number {1} of \"{0}\" is out of range", "请改正后重试", "correct it and try again")
JX_REASON(CALL_TOO_LARGE, JX_EXHAUSTED, "内容太多：展开后超过 {0} 字节", "too much content: it takes more than {0} bytes when decoded", "请拆分或删减内容", "split or shorten the content")

/* figures: {0} is the text */
JX_REASON(BAD_FIGURE, JX_INVALID, "“{0}”不是可以打印的数：{1}", "\"{0}\" does not hold a printable figure: {1}", "核对客户端与服务端版本：jixiao version", "compare client and server versions: jixiao version")
JX_REASON(FIGURE_NOT_A_NUMBER, JX_INVALID, "“{0}”不是数", "\"{0}\" is not a number", "请写成 10067.32 这样的数；没有数时写 \"\"、\"—\"、\"/\"、\"无\" 或 \"*\"", "write it like 10067.32; an empty box is \"\", \"—\", \"/\", \"无\" or \"*\"")
JX_REASON(FIGURE_WIDE_DIGIT, JX_INVALID, "“{0}”中有全角数字或符号", "\"{0}\" has full-width digits or signs", "请改用半角字符", "use plain ASCII digits")
JX_REASON(FIGURE_SEPARATOR, JX_INVALID, "“{0}”中有千分位分隔符或空格", "\"{0}\" has a thousands separator or a space", "请删除分隔符，例如 10067.32", "remove it, for example 10067.32")
JX_REASON(FIGURE_PLUS, JX_INVALID, "“{0}”带有“+”号", "\"{0}\" has a plus sign", "请删除“+”", "remove the plus sign")
JX_REASON(FIGURE_LEADING_ZERO, JX_INVALID, "“{0}”有多余的前导零", "\"{0}\" has needless leading zeros", "请删除前导零，0.5 这样的一个零除外", "remove them; one zero before the point is right: 0.5")
JX_REASON(FIGURE_NEGATIVE_ZERO, JX_INVALID, "“{0}”是负零", "\"{0}\" is a negative zero", "请写 0，或改正数值", "write it without the sign, or correct it")
JX_REASON(FIGURE_FLOAT_LEAK, JX_INVALID, "“{0}”超过 {1} 位小数，像是浮点误差", "\"{0}\" has more than {1} decimals: it looks like a rounding error of a program", "请写成原表上的数", "write the figure as it stands on the form")
JX_REASON(FIGURE_DECIMALS, JX_INVALID, "“{0}”小数位太多，该单位最多 {1} 位（到分）", "\"{0}\" has too many decimals, this unit has at most {1} (whole fen)", "请写到分为止", "stop at whole fen")
JX_REASON(FIGURE_RANGE, JX_INVALID, "“{0}”太大，无法保存", "\"{0}\" is too large to be kept", "请核对数值和单位", "check the figure and its unit")
JX_REASON(AMOUNT_WITHOUT_UNIT, JX_INVALID, "“{0}”没有写单位", "\"{0}\" has no unit", "请写明 元、万元 或 亿元，例如 10067.32万元", "end it with 元, 万元 or 亿元, for example 10067.32万元")
JX_REASON(AMOUNT_BAD_UNIT, JX_INVALID, "“{0}”的单位不是 元、万元 或 亿元", "the unit of \"{0}\" is not 元, 万元 or 亿元", "例：10067.32万元", "for example: 10067.32万元")

/* JSON files: {0} is the key or what was found; line and column stand beside the error */
JX_REASON(JSON_TOO_LARGE, JX_INVALID, "文件有 {0} 字节，上限是 {1} 字节", "the file has {0} bytes, the limit is {1}", "请删减内容", "shorten the content")
JX_REASON(JSON_SYNTAX, JX_INVALID, "这里应当是 {1}，却是 {0}", "{1} is expected here, not {0}", "请检查逗号、引号和括号", "check commas, quotes and brackets")
JX_REASON(JSON_TRAILING, JX_INVALID, "内容结束之后还有 {0}", "{0} follows the end of the content", "请删除多余的内容", "remove it")
JX_REASON(JSON_UNTERMINATED, JX_INVALID, "引号没有结束", "a text is not closed", "请补上引号", "close it with a quote")
JX_REASON(JSON_CONTROL, JX_INVALID, "文字中有控制字符（{0}）", "a text contains a control character ({0})", "换行请写成 \\n", "write a line break as \\n")
JX_REASON(JSON_ESCAPE, JX_INVALID, "不认识的转义 {0}", "{0} is not an escape", "反斜杠请写成 \\\\", "write a backslash as \\\\")
JX_REASON(JSON_SURROGATE, JX_INVALID, "转义 {0} 只有半个字符", "the escape {0} is half a character", "请直接写出该字符", "write the character itself")
JX_REASON(JSON_NUL, JX_INVALID, "文字中有空字符 \\u0000", "a text contains the NUL character \\u0000", "请删除该字符", "remove it")
JX_REASON(JSON_UTF8, JX_INVALID, "这里不是 UTF-8 文字", "this is not UTF-8 text", "请把文件另存为 UTF-8 编码", "save the file as UTF-8")
JX_REASON(JSON_DUPLICATE_KEY, JX_INVALID, "“{0}”写了两次", "\"{0}\" is written twice", "只保留一个", "keep one of them")
JX_REASON(JSON_UNKNOWN_KEY, JX_INVALID, "没有“{0}”这一项", "there is no \"{0}\"", "请删除该项，或改正名称", "remove it or correct the name")
JX_REASON(JSON_UNKNOWN_KEY_NEAR, JX_INVALID, "没有“{0}”这一项，是否应为“{1}”？", "there is no \"{0}\"; did you mean \"{1}\"?", "请改正名称", "correct the name")
JX_REASON(JSON_NULL, JX_INVALID, "“{0}”写成了 null", "\"{0}\" is null", "没有这一项时请整项删除；空白格写 \"\"", "leave the key out; an empty box is \"\"")
JX_REASON(JSON_WANTS_TEXT, JX_INVALID, "“{0}”应当是引号中的文字，却是 {1}", "\"{0}\" must be a text in quotes, not {1}", "请加上引号", "put it in quotes")
JX_REASON(JSON_WANTS_FIGURE, JX_INVALID, "“{0}”应当是引号中的数，却是 {1}", "\"{0}\" must be a figure in quotes, not {1}", "例：\"10067.32万元\" 或 \"24.72\"", "for example \"10067.32万元\" or \"24.72\"")
JX_REASON(JSON_WANTS_NUMBER, JX_INVALID, "“{0}”应当是不带引号的整数，却是 {1}", "\"{0}\" must be a whole number without quotes, not {1}", "例：3", "for example: 3")
JX_REASON(JSON_WANTS_INTEGER_TEXT, JX_INVALID, "“{0}”应当是引号中的整数，却是 {1}", "\"{0}\" must be a whole number in quotes, not {1}", "例：\"1200\"", "for example: \"1200\"")
JX_REASON(JSON_WANTS_BOOL, JX_INVALID, "“{0}”应当是 true 或 false，却是 {1}", "\"{0}\" must be true or false, not {1}", "不加引号", "without quotes")
JX_REASON(JSON_WANTS_LIST, JX_INVALID, "“{0}”应当是列表 [ ]，却是 {1}", "\"{0}\" must be a list [ ], not {1}", "只有一行时也要写方括号", "one row needs brackets too")
JX_REASON(JSON_WANTS_OBJECT, JX_INVALID, "“{0}”应当是一组 { }，却是 {1}", "\"{0}\" must be an object { }, not {1}", "请用花括号", "use braces")
JX_REASON(JSON_BAD_BASE64, JX_INVALID, "“{0}”不是 base64", "\"{0}\" is not base64", "请改正后重试", "correct it and try again")
JX_REASON(JSON_BAD_TIME, JX_INVALID, "“{0}”的时间“{1}”写法不对", "\"{1}\" of \"{0}\" is not a point in time", "例：2026-03-15T08:42:07Z（世界时）", "for example 2026-03-15T08:42:07Z, in UTC")
JX_REASON(JSON_ONE_OF, JX_INVALID, "“{0}”和“{1}”只能写一个", "only one of \"{0}\" and \"{1}\" may be given", "请删除其中一个", "remove one of them")

/* field paths: {0} is the path */
JX_REASON(PATH_SYNTAX, JX_INVALID, "字段路径“{0}”第 {1} 个字节处写法不对", "the field path \"{0}\" is wrong at byte {1}", "例：functions[3].amount", "for example: functions[3].amount")
JX_REASON(PATH_UNKNOWN_STEP, JX_INVALID, "字段路径“{0}”中没有“{1}”", "there is no \"{1}\" in the field path \"{0}\"", "例：functions[3].amount", "for example: functions[3].amount")
JX_REASON(PATH_UNKNOWN_NEAR, JX_INVALID, "字段路径“{0}”中没有“{1}”，是否应为“{2}”？", "there is no \"{1}\" in the field path \"{0}\"; did you mean \"{2}\"?", "请改正路径", "correct the path")
JX_REASON(PATH_NOT_A_LIST, JX_INVALID, "字段路径“{0}”中“{1}”不是列表，不能带序号", "\"{1}\" in the field path \"{0}\" is not a list: it takes no index", "请删除方括号", "remove the brackets")
JX_REASON(PATH_NEEDS_INDEX, JX_INVALID, "字段路径“{0}”中“{1}”是列表，要带序号", "\"{1}\" in the field path \"{0}\" is a list: it takes an index", "例：functions[3].amount", "for example: functions[3].amount")
JX_REASON(PATH_IS_LEAF, JX_INVALID, "字段路径“{0}”中“{1}”之下没有字段", "nothing is below \"{1}\" in the field path \"{0}\"", "请缩短路径", "shorten the path")
JX_REASON(PATH_PAST_END, JX_NOT_FOUND, "字段路径“{0}”中“{1}”只有 {2} 行（序号从 0 起）", "\"{1}\" in the field path \"{0}\" has only {2} rows, counted from 0", "请改正序号", "correct the index")

/* digests and keys */
JX_REASON(BAD_DIGEST, JX_INVALID, "“{0}”不是摘要", "\"{0}\" is not a digest", "例：sha256: 后接 64 位十六进制数", "it is sha256: and 64 hexadecimal digits")
JX_REASON(BAD_KEY, JX_INVALID, "密钥不可用：{0}", "the key cannot be used: {0}", "请用登记时的密钥，或重新登记：jixiao enrol", "use the key you enrolled, or enrol again: jixiao enrol")
/* clang-format on */

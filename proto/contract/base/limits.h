/*
 * Every ceiling and every timeout of the project, each with its unit and its reason.
 *
 * Nothing that grows is without a line here. The set for HTTP/2 was tried against 64 attack cases; the numbers
 * for submissions are four times the widest real report. Pure constants. Thread: any.
 */
#ifndef PROTO_CONTRACT_BASE_LIMITS_H
#define PROTO_CONTRACT_BASE_LIMITS_H

/* clang-format off */
/* gRPC messages */
#define JX_MAX_MESSAGE_BYTES       (4u * 1024u * 1024u)  /* any one request or reply; a 41-project report is 44 KB */
#define JX_MAX_SMALL_MESSAGE_BYTES (64u * 1024u)         /* requests that carry names and options only */
#define JX_MAX_ARENA_BYTES         (16u * 1024u * 1024u) /* memory of one decoded call; 4 MiB amplify to this at most */
#define JX_MAX_SCRATCH_BYTES       (192u * 1024u * 1024u) /* memory of one job beside its call: the widest report, judged with all steps, takes 100 MiB */
#define JX_MAX_TIMEOUT_DIGITS      8                     /* of grpc-timeout, as the gRPC specification says */
#define JX_MAX_ERROR_DETAIL_BYTES  (6u * 1024u)          /* of grpc-status-details-bin before base64; header lists have 16 KiB */

/* JSON */
#define JX_MAX_JSON_BYTES    (32u * 1024u * 1024u) /* a file given to the client, or a line of one: the widest report, pretty, has 14 MiB */
#define JX_MAX_JSON_DEPTH    32                   /* the schema needs 6 */
#define JX_MAX_JSON_PROBLEMS 100u                 /* kept of one file; all are counted */

/* formulas */
#define JX_MAX_FORMULA_BYTES     4096u     /* text of one formula; the longest shipped one has 441 */
#define JX_MAX_FORMULA_NODES     512u      /* operators, names and literals of one formula; each has a place on the stack */
#define JX_MAX_FORMULA_DEPTH     64u       /* brackets and operators inside each other; the reader and the evaluation recurse */
#define JX_MAX_FORMULA_NESTING   3u        /* all, exists, filter, map inside each other: reports, projects, indicators */
#define JX_MAX_FORMULA_VARIABLES 32u       /* named values from outside */
#define JX_MAX_FORMULA_PROBLEMS  20u       /* reported for one formula */
#define JX_MAX_FORMULA_COST      60000000u /* steps: each of 2,000 projects against each, eleven steps a pair; under a second */
#define JX_MAX_NESTED_ROWS       20000u    /* rows of one kind inside all rows of a list together, as formulas count; as many as indicators */

/* rulebooks */
#define JX_MAX_RULES      500u        /* of one rulebook; the largest shipped one has 50 */
#define JX_MAX_PARAMETERS 31u         /* of one rulebook; with the report they are the variables of its formulas */
#define JX_MAX_GRADES     20u         /* of one rulebook; there are four */
#define JX_MAX_RULE_LISTS 8u          /* that one rule is applied to; the schema has three of indicators and two of money */
#define JX_MAX_RULE_STEPS 4000000000u /* of one rule, as counted: rows inside rows count for each row they could be in, so a real report takes a thousandth */

/* protobuf */
#define JX_MAX_WIRE_DEPTH  32  /* nested messages; the schema needs 6, a recursive one would overrun the stack */
#define JX_MAX_TYPE_FIELDS 128 /* fields of one message type: a counter each while decoding; the widest has 40 */

/* HTTP/2, per connection */
#define JX_MAX_STREAMS             100u                   /* concurrent; SETTINGS_MAX_CONCURRENT_STREAMS */
#define JX_MAX_HEADER_LIST_BYTES   (16u * 1024u)          /* counted by us: nghttp2 does not enforce its own setting */
#define JX_STREAM_WINDOW_BYTES     (1u * 1024u * 1024u)   /* SETTINGS_INITIAL_WINDOW_SIZE: a report in one window */
#define JX_CONNECTION_WINDOW_BYTES (8u * 1024u * 1024u)   /* two of the largest requests, or 100 reports */
#define JX_MAX_UNREAD_OUTPUT_BYTES (4u * 1024u * 1024u)   /* replies a peer does not read; then RESOURCE_EXHAUSTED */
#define JX_MAX_PARKED_BYTES        (256u * 1024u * 1024u) /* request bytes of all peers; then RESOURCE_EXHAUSTED */
#define JX_STREAM_OUTPUT_BYTES     (256u * 1024u)         /* queued on one streaming reply before its handler must wait */
#define JX_MIN_DRAIN_BYTES         (64u * 1024u)          /* the least a peer reads in JX_DRAIN_TIMEOUT_MS: 17 kbit/s */
#define JX_MAX_FRAME_BYTES         (64u * 1024u)          /* of one DATA frame we send; nghttp2 keeps a buffer as large */
#define JX_WRITE_BATCH_BYTES       (1024u * 1024u)        /* given to the kernel at once */
#define JX_MAX_POOLED_STREAMS      1024u                  /* closed streams kept for the next calls; 1 KB each */
#define JX_MAX_POOLED_BYTES        (2u * 1024u * 1024u)   /* freed memory of nghttp2 kept for its next frames */
#define JX_MAX_BYTES_AFTER_ERROR   (1u * 1024u * 1024u)   /* request bytes after we answered early; then GOAWAY */
#define JX_UNPRODUCTIVE_BYTES      (128u * 1024u)         /* frames that ask for nothing; halved every 500 ms */
#define JX_UNPRODUCTIVE_HALVING_MS 500u                   /* so that an idle minute is forgiven */
#define JX_MAX_CONTINUATIONS       8u                     /* of one header list: 16 KiB fit in two; a flood is cut at the ninth */
#define JX_MAX_OUTBOUND_ACK        200u                   /* PING and SETTINGS answers a peer leaves unread */
#define JX_MAX_SETTINGS            32u                    /* entries of one SETTINGS frame; six are defined */
#define JX_RESET_BURST             200u                   /* RST_STREAM from one peer before ENHANCE_YOUR_CALM */
#define JX_RESET_RATE              20u                    /* and this many more a second */
#define JX_MAX_SKIPPED_RANGES      64u                    /* remembered ranges of skipped stream ids, RFC 9113 5.1.1 */

/* connections and time */
#define JX_MAX_CONNECTIONS      1000u  /* default; lowered below RLIMIT_NOFILE at start; oldest idle one evicted */
#define JX_HANDSHAKE_TIMEOUT_MS 2000u  /* TLS, preface and SETTINGS */
#define JX_LINGER_MS 1000u /* for the peer to read the last reply: closing with unread input would reset it */
#define JX_REQUEST_TIMEOUT_MS   15000u /* from HEADERS to END_STREAM */
#define JX_DRAIN_TIMEOUT_MS     30000u /* output the peer must have read */
#define JX_CALL_TIMEOUT_MS      30000u /* a call without grpc-timeout */
#define JX_SHUTDOWN_TIMEOUT_MS  10000u /* from SIGTERM to exit 0 */
#define JX_GOAWAY_WAIT_MS       1000u  /* for the PING between the two GOAWAYs of a shutdown */
#define JX_TICK_MS              250u   /* how often a connection's timeouts are looked at */
#define JX_KEEPALIVE_S          60u    /* TCP keepalive, which finds peers that vanished */

/* workers */
#define JX_MAX_QUEUED_WRITES      4096u                 /* jobs waiting for the writer; then RESOURCE_EXHAUSTED with RetryInfo */
#define JX_MAX_QUEUED_READS       4096u                 /* as above, for the readers */
#define JX_MAX_GROUP_WRITES       64u                   /* jobs in one transaction */
#define JX_MAX_READERS            4u                    /* threads and connections; more than two or three find no free core */
#define JX_READ_TIMEOUT_MS        5000u                 /* a read query; a longer one would hold back the checkpoint */
#define JX_MAX_LOADED_RULEBOOKS   32u                   /* compiled ones kept; a county uses one a year */
#define JX_MAX_RULEBOOK_BYTES     (64u * 1024u * 1024u) /* memory of one, compiled; the largest shipped one takes 1 MiB */
#define JX_MAX_CACHED_REPLIES     256u                  /* serialised rankings kept, with their bytes bounded below */
#define JX_MAX_CACHED_REPLY_BYTES (64u * 1024u * 1024u) /* of all of them together */

/* storage */
#define JX_DB_PAGE_BYTES               32768                  /* 1.3 to 1.4 times the throughput of 4096 for submissions of 40 KB */
#define JX_WAL_CHECKPOINT_PAGES        800                    /* small steps: 4,000 pages gave p99 of 33 ms, 800 gave 4 to 10 ms */
#define JX_WAL_MAX_BYTES               (64u * 1024u * 1024u)  /* past it readers are refused, so that a checkpoint gets through */
#define JX_DB_WRITER_CACHE_KIB         16384                  /* pages of a whole group: 2 MiB spill, and 64 MiB cost 15 % in fresh memory */
#define JX_DB_READER_CACHE_KIB         8192                   /* of each reader; taken as used */
#define JX_DB_BUSY_MS                  2000                   /* wait for a lock of SQLite; only its recovery after a crash takes one */
#define JX_DB_PROGRESS_STEPS           4000                   /* steps of SQLite's machine between two looks at the deadline: about 0.1 ms */
#define JX_MAX_STORED_BYTES            (128 * 1024 * 1024)    /* one text or blob: the publication of a nation has 75 MB */
#define JX_MAX_RANKING_BYTES           (512u * 1024u * 1024u) /* one snapshot: 250,000 departments with 64 metrics take 300 MiB */
#define JX_MAX_PUBLISHING_BYTES        (512u * 1024u * 1024u) /* memory of one Publish call: 20,000 departments take 50 MB */
#define JX_PUBLISHING_STEP_ROWS        500                    /* rows of a table written in one job, so that other writes go between: 15 ms */
#define JX_MAX_RANKING_ORDERS          16u                    /* orders kept of one snapshot; 250,000 departments take 8 MB each */
#define JX_MAX_RANKING_KEYS            256u                   /* columns of a snapshot; the shipped metrics and the classes of the budget are 60 */
#define JX_MAX_VERSIONS                65535                  /* of one report: its row id is made of 16 bits of number */
#define JX_MAX_PAGE_SIZE               1000u                  /* rows of one List reply */
#define JX_MAX_RANK_ROWS               5000u                  /* rows of one page of a ranking: 200 bytes each are a MiB */
#define JX_MAX_PAGE_BYTES              (3u * 1024u * 1024u)   /* rows of one page, which ends early where its rows are wide: a message with room for what is beside them */
#define JX_MAX_COMPARED                20u                    /* departments or years side by side: more do not fit on any screen or sheet */
#define JX_MAX_PUBLICATION_DIFFERENCES 1000u                  /* reported for one publication; all are counted */
#define JX_DEFAULT_PAGE_SIZE           100u                   /* rows, when the caller names none */

/* names and texts, in bytes of UTF-8 */
#define JX_MAX_CODE_BYTES   32u    /* of a department, a round: people type them */
#define JX_MAX_NAME_BYTES   300u   /* 100 characters of three bytes */
#define JX_MAX_TEXT_BYTES   30000u /* one free text of a report: 10,000 characters */
#define JX_MAX_REASON_BYTES 3000u  /* of a return or a revocation: 1,000 characters */
#define JX_REQUEST_ID_BYTES 36u    /* a UUID as printed */

/* bytes of the parts of a version: together they fit into one reply or one row of an export, with room for the rest */
#define JX_MAX_REPORT_BYTES   (2u * 1024u * 1024u) /* packed; 2,000 projects with 20,000 indicators have 1.4 MiB */
#define JX_MAX_FINDINGS_BYTES (768u * 1024u)       /* packed, of the findings reported at once */
#define JX_MAX_REVIEW_BYTES   (1024u * 1024u)      /* packed; 20,000 lines without reasons have 0.9 MiB */
#define JX_MAX_EDITION_BYTES  (3u * 1024u * 1024u) /* packed, of a rulebook: whoever judges by it gets it in one reply; the largest shipped one has 60 KiB */
#define JX_MAX_SHEET_BYTES    (2u * 1024u * 1024u) /* packed, of a score sheet beside findings; a longer one leaves its lines to ExplainScore */

/* issues of a submission */
#define JX_MAX_ISSUES       200u          /* raised by one return: more than a department can answer in a week */
#define JX_MAX_ISSUES_BYTES (256u * 1024u) /* of their fields and texts: they stand in every reply about the submission */

/* counts inside a submission */
#define JX_MAX_PROJECTS   2000u  /* the widest report has 41; a province-level office some hundreds */
#define JX_MAX_INDICATORS 20000u /* of a whole submission */
#define JX_MAX_LINES      2000u  /* of any other list */
#define JX_MAX_FINDINGS   1000u  /* reported at once; the count of all is always given */
#define JX_MAX_BATCH_ROWS 30000u /* of a department list */

/* identity */
#define JX_INVITATION_HOURS 72   /* a weekend between the invitation and its use */
#define JX_CERTIFICATE_DAYS 365  /* of a person's certificate; renewed when two thirds have passed */
#define JX_CA_DAYS          3650 /* of the county's own authority: ten years of reports */

/* client */
#define JX_MAX_CLIENT_ARENA_BYTES (512u * 1024u * 1024u) /* a list of all departments of a nation with their texts */

#endif

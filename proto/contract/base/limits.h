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
#define JX_MAX_FORMULA_COST      120000000u /* steps of one formula for one report: each of 2,000 projects against each, by name; about a second */
#define JX_STOP_STEPS            65536u     /* between two looks at whether the evaluation is to end: under a millisecond */

/* rulebooks */
#define JX_MAX_RULES      500u        /* of one rulebook; the largest shipped one has 50 */
#define JX_MAX_PARAMETERS 31u         /* of one rulebook; with the report they are the variables of its formulas */
#define JX_MAX_GRADES     20u         /* of one rulebook; there are four */
#define JX_MAX_LEVELS     40u         /* with points by count, of one rulebook; forms have a dozen of both levels */
#define JX_MAX_RULE_LISTS 8u          /* that one rule is applied to; the schema has three of indicators and two of money */
#define JX_MAX_RULEBOOK_STEPS 300000000u /* of all rules and the scoring for the largest report: below JX_READ_TIMEOUT_MS; the largest that is shipped takes most */

/* forms: workbooks that a person sends, read in a child process */
#define JX_MAX_FORM_BYTES          (16u * 1024u * 1024u) /* a file; the form of the widest report has 4 MiB */
#define JX_MAX_FORM_INFLATED_BYTES (64u * 1024u * 1024u) /* of all its parts that are read; the widest report has 40 MiB */
#define JX_MAX_FORM_RATIO          100u                  /* bytes of a part for one that is packed: sheets of a form have 15 */
#define JX_FORM_RATIO_FREE_BYTES   (256u * 1024u)        /* a part up to this may be packed as it likes: an empty sheet packs well */
#define JX_MAX_FORM_PARTS          256u                  /* members of the archive: 20 sheets with remarks, drawings and printer settings each have 110 */
#define JX_MAX_FORM_SHEETS         100u                  /* a form has 25; people add some of their own */
#define JX_MAX_FORM_ROWS           1048576u              /* of a sheet: as many as the format has */
#define JX_MAX_FORM_COLUMNS        16384u                /* likewise */
#define JX_MAX_FORM_CELLS          600000u               /* with something in them: 20,000 indicators of 20 cells have 400,000 */
#define JX_MAX_FORM_MERGES         20000u                /* one for each row of the longest list */
#define JX_MAX_FORM_FORMATS        65536u                /* styles of cells: as many as the format has */
#define JX_MAX_FORM_CELL_BYTES     131072u               /* of one text: 32,767 characters of four bytes */
#define JX_MAX_FORM_CELL_CHARACTERS 32767u              /* of one text, as the format counts: those beyond the first plane twice */
#define JX_MAX_TEMPLATE_BYTES      65536u                /* the description of a form of another place; the longest shipped one has 1,100 */
#define JX_MAX_TEMPLATE_LINES      200u                  /* of it: blocks and columns of a sheet; shipped ones have 30 */
#define JX_MAX_FORM_DEPTH          64u                   /* elements inside each other; sheets have 8 */
#define JX_MAX_FORM_RECORD_BYTES   (64u * 1024u * 1024u) /* told about one workbook: its cells, with 25 bytes beside each text */
#define JX_MAX_QUERY_MS           30000                 /* of a statement on an exported database */
#define JX_MAX_QUERY_ROWS         1000000u              /* of its result */
#define JX_MAX_QUERY_BYTES        100000                /* of the statement */
#define JX_MAX_QUERY_VALUE_BYTES  (16 * 1024 * 1024)    /* of one value that it makes */
#define JX_MAX_QUERY_MEMORY_BYTES (256 * 1024 * 1024)   /* that it takes */
#define JX_MAX_FORM_MEMORY_BYTES   (64u * 1024u * 1024u) /* of the child beyond what it begins with: texts and the parser */
#define JX_MAX_FORM_READ_S         1u                    /* processor time of the child; the widest report takes 0.4 s */
#define JX_MAX_DOCUMENT_BLOCKS     100000u               /* of a report as a document: 2,000 projects with nine each, and the rest */
#define JX_FORM_WAIT_MS            10000                 /* for the child to say anything more, on a machine that is busy */

/* protobuf */
#define JX_MAX_WIRE_DEPTH  32  /* nested messages; the schema needs 6, a recursive one would overrun the stack */
#define JX_MAX_TYPE_FIELDS 128 /* fields of one message type: a counter each while decoding; the widest has 40 */

/* HTTP/2, per connection */
#define JX_MAX_STREAMS             100u                   /* concurrent; SETTINGS_MAX_CONCURRENT_STREAMS */
#define JX_MAX_HEADER_LIST_BYTES   (16u * 1024u)          /* counted by us: nghttp2 does not enforce its own setting */
#define JX_STREAM_WINDOW_BYTES     (1u * 1024u * 1024u)   /* SETTINGS_INITIAL_WINDOW_SIZE: a report in one window */
#define JX_CONNECTION_WINDOW_BYTES (8u * 1024u * 1024u)   /* two of the largest requests, or 100 reports */
#define JX_MAX_UNREAD_OUTPUT_BYTES (4u * 1024u * 1024u)   /* replies a peer does not read; then RESOURCE_EXHAUSTED */
#define JX_MAX_OUTPUT_BYTES        (64u * 1024u * 1024u)  /* unread replies of all peers; a holder gets as much as it leaves free */
#define JX_MAX_PARKED_BYTES        (64u * 1024u * 1024u)  /* request bytes of all peers, shared likewise; then RESOURCE_EXHAUSTED */
#define JX_STREAM_OUTPUT_BYTES     (256u * 1024u)         /* queued on one streaming reply before its handler must wait */
#define JX_BUSY_OUTPUT_BYTES       (1u * 1024u * 1024u)   /* unread on one connection before each of its streams must wait after a page */
#define JX_PUBLICATION_PIECE_BYTES (1024u * 1024u)        /* of the file of a publication at once: a page of its table is made again for each */
#define JX_MAX_EXPORT_PAGE_BYTES   (64u * 1024u)          /* of reports read at once for an export; one report may be larger */
#define JX_TRIM_BYTES              (16u * 1024u * 1024u)  /* of messages held at once; when they are gone, memory goes back to the system */
#define JX_MIN_DRAIN_BYTES         (64u * 1024u)          /* the least a peer reads in JX_DRAIN_TIMEOUT_MS: 17 kbit/s */
#define JX_MAX_FRAME_BYTES         (64u * 1024u)          /* of one DATA frame we send; nghttp2 keeps a buffer as large */
#define JX_WRITE_BATCH_BYTES       (1024u * 1024u)        /* given to the kernel at once */
#define JX_MAX_POOLED_STREAMS      1024u                  /* closed streams kept for the next calls; 1 KB each */
#define JX_MAX_POOLED_BYTES        (2u * 1024u * 1024u)   /* freed memory of nghttp2 kept for its next frames */
#define JX_MAX_BYTES_AFTER_RESET   JX_CONNECTION_WINDOW_BYTES /* request bytes on closed streams, halved every 500 ms; then GOAWAY. An honest peer has a window full under way */
#define JX_UNPRODUCTIVE_BYTES      (128u * 1024u)         /* frames that ask for nothing; halved every 500 ms */
#define JX_UNPRODUCTIVE_HALVING_MS 500u                   /* so that an idle minute is forgiven */
#define JX_MAX_CONTINUATIONS       8u                     /* of one header list: 16 KiB fit in two; a flood is cut at the ninth */
#define JX_MAX_OUTBOUND_ACK        200u                   /* PING and SETTINGS answers a peer leaves unread */
#define JX_MAX_SETTINGS            32u                    /* entries of one SETTINGS frame; six are defined */
#define JX_RESET_BURST             1000u                  /* streams reset before they were answered; then ENHANCE_YOUR_CALM. A client may cancel ten times all it has open */
#define JX_RESET_RATE              100u                   /* and this many more a second: each costs 10 microseconds, and calls under way are bounded apart */
#define JX_MAX_STREAM_MESSAGES     200u                   /* requests on one bidirectional call; walking the whole schema takes 40 */
#define JX_TURN_WORK_BYTES         (512u * 1024u)         /* header fields unpacked for one connection in a turn of the loop, half a millisecond; then others have theirs */
#define JX_MAX_UNPACKED_BYTES      (256u * 1024u)         /* of one header list, however small it was packed; then the connection ends */
#define JX_MAX_TURN_RESUMES        8u                     /* connections that go on in a turn with what they had to leave in the one before */
#define JX_MAX_SKIPPED_RANGES      64u                    /* remembered ranges of skipped stream ids, RFC 9113 5.1.1 */

/* connections and time */
#define JX_MAX_CONNECTIONS        1000u /* of persons; default; lowered with the next three below RLIMIT_NOFILE at start */
#define JX_MAX_HANDSHAKES         512u  /* of peers of the main listener that have shown no certificate yet; default; 60 KB each */
#define JX_MAX_ENROL_CONNECTIONS  128u  /* at the enrolment listener; default; a person enrols once in years */
#define JX_MAX_PUBLIC_CONNECTIONS 256u  /* at the public listener; default; probes and the one web server before it */
#define JX_CONNECTION_SHARE       4u    /* one person, or one address, has one in so many of a door's connections; default */
#define JX_MAX_MAIN_ACCEPTS       100u  /* connections accepted at the main listener in a tick: a handshake costs 1 to 2 ms of the loop, so strangers get two thirds of it at most */
#define JX_MAX_ENROL_ACCEPTS      50u   /* at the enrolment listener, so that strangers get a tenth of the loop at most */
#define JX_MAX_PUBLIC_ACCEPTS     1000u /* at the public listener, which has no handshakes */
#define JX_MAX_WATCHERS           256u  /* of health at one listener; the oldest gives way */
#define JX_MAX_CONNECTION_WATCHERS 16u  /* of them on one connection: one for each service */
#define JX_STRANGER_CALL_MS       300000u /* the longest call without a certificate: watching health; the prober asks again */
#define JX_STRANGER_IDLE_MS       60000u  /* a connection without a certificate and without a call; then it is closed */
#define JX_HANDSHAKE_TIMEOUT_MS 2000u  /* TLS, preface and SETTINGS */
#define JX_LINGER_MS 1000u /* for the peer to read the last reply: closing with unread input would reset it, as a reset of its stream would */
#define JX_REQUEST_TIMEOUT_MS   15000u /* from HEADERS to END_STREAM */
#define JX_DRAIN_TIMEOUT_MS     30000u /* output the peer must have read */
#define JX_CALL_TIMEOUT_MS      30000u /* a call without grpc-timeout */
#define JX_SHUTDOWN_TIMEOUT_MS  9500u  /* from SIGTERM to exit 0, whatever still runs: half a second below the ten that are promised */
#define JX_SHUTDOWN_WORK_MS     5000u  /* of which accepted calls may use; then nothing more is begun and long work stops */
#define JX_SHUTDOWN_NET_MS      8000u  /* of which connections may use to take their replies */
#define JX_GOAWAY_WAIT_MS       1000u  /* for the PING between the two GOAWAYs of a shutdown */
#define JX_GOAWAY_PAUSE_MS      100u   /* without a call, before a shutdown tells a peer: the next call of a command comes sooner */
#define JX_GOAWAY_CALLS         8u     /* on one connection since a shutdown began: a command has fewer, so its peer goes on calling and is told at once */
#define JX_TICK_MS              250u   /* how often a connection's timeouts are looked at */
#define JX_DEADLINE_TICK_MS     1000u  /* how often the deadlines of rounds are looked at; one that has passed is written down by then */
#define JX_HEARTBEAT_MS         10000u  /* how often the daemon writes down that it serves: how exactly an outage is known */
#define JX_MIN_OUTAGE_MS        60000   /* lost before a deadline, from which on it is given back; a restart takes less */
#define JX_OUTAGE_WINDOW_MS     (INT64_C(24) * 3600 * 1000) /* before a deadline within which an outage counts: its last day */
#define JX_CLOCK_WARNING_MS     60000u /* between two lines of the log about a clock that is behind */
#define JX_CLOCK_TOLERANCE_MS   1000   /* a clock this little behind is being adjusted, not wrong */
#define JX_KEEPALIVE_S          60u    /* TCP keepalive, which finds peers that vanished */

/* workers */
#define JX_MAX_QUEUED_WRITES      4096u                 /* jobs of enrolled people at the writer; then SERVER_BUSY with RetryInfo */
#define JX_MAX_QUEUED_READS       4096u                 /* as above, for the readers */
#define JX_MAX_PERSON_JOBS        256u                  /* of one person in either queue; then OWN_CALLS_WAIT: sixteen such people fill a queue */
#define JX_MAX_QUEUED_STEPS       64u                   /* of work under way that are taken in beyond the two above: a publication is not refused half made */
#define JX_MAX_STRANGER_JOBS      256u                  /* of all callers of a door without certificates, in either queue */
#define JX_MAX_STRANGER_JOBS_EACH 8u                    /* of one connection of the enrolment door; enrolling takes one */
#define JX_MAX_PUBLIC_JOBS_EACH   100u                  /* of one connection of the public door: all its streams, for a web server */
#define JX_MAX_STRANGER_READERS   1u                    /* readers that work for such a door at once */
#define JX_LONG_JOB_MS            20u                   /* a job that took longer makes the next one of its caller long; one reader is kept from those */
#define JX_LARGE_REQUEST_BYTES    (64u * 1024u)         /* a request that is checked for as long: its first job is a long one */
#define JX_MIN_JOB_US             100u                  /* charged for any job while it runs, so that turns alternate */
#define JX_UPGRADE_GROUP          32u                   /* versions scored in one transaction after an update: a crash repeats no more */
#define JX_MAX_GROUP_WRITES       64u                   /* jobs in one transaction */
#define JX_MAX_GROUP_MS           50u                   /* after which a transaction takes no more jobs: who is in it waits for all of it */
#define JX_MAX_READERS            4u                    /* threads and connections; more than two or three find no free core */
#define JX_MAX_LONG_READERS       2u                    /* long jobs at once, one caller's one fewer: each may take JX_MAX_SCRATCH_BYTES, and two leave room on two processors */
#define JX_READER_NICE            5                     /* of the readers' threads: a third of the processor where the loop wants it too */
#define JX_READ_TIMEOUT_MS        5000u                 /* a snapshot, with all that is computed in it; a longer one would hold back the checkpoint */
#define JX_MAX_LOADED_RULEBOOKS   32u                   /* compiled ones kept; a county uses one a year */
#define JX_MAX_RULEBOOK_BYTES     (64u * 1024u * 1024u) /* memory of one, compiled; the largest shipped one takes 1 MiB */
#define JX_MAX_CACHED_REPLIES     256u                  /* serialised rankings kept, with their bytes bounded below */
#define JX_MAX_CACHED_REPLY_BYTES (64u * 1024u * 1024u) /* of all of them together */

/* what is published, as pages over HTTP */
#define JX_MAX_SITE_CONNECTIONS 256u          /* at once; browsers open six, the web server before us as many as it likes */
#define JX_SITE_IDLE_MS      10000u           /* of a connection without a request */
#define JX_SITE_SEND_MS      60000u           /* of one that reads an answer: 100 KB at 14 kbit/s */
#define JX_SITE_CROWDED_MS   10000u           /* likewise, while others wait for a place */
#define JX_SITE_REQUESTS     400u             /* of one address at once, ... */
#define JX_SITE_REQUEST_MS   5u               /* ... and one more each; all of a page is two */
#define JX_SITE_MAX_REST_MS  50u              /* the longest that the site gives way after a turn of work */
#define JX_PAGES_MAKES       100u             /* pages of one address that have to be made, ... */
#define JX_PAGES_MAKE_MS     100u             /* ... and one more each: whoever wants all, gets ten a second, or the files */
#define JX_PAGES_FRESH_MS    1000u            /* how long what is published is taken for that: the oldest that a page may be */
#define JX_MAX_PAGES_BYTES   (32u * 1024u * 1024u) /* of pages that are kept */
#define JX_MAX_PAGES_KEPT    8192u            /* of them */
#define JX_MAX_PAGE_TABLES   4u               /* publications whose tables are kept; a page of changes needs two */
#define JX_MAX_PAGE_TABLE_BYTES (64u * 1024u * 1024u) /* of them: 20,000 departments take 20 MiB */
#define JX_MAX_PAGE_ARENA_BYTES (512u * 1024u * 1024u) /* of one publication as it is read: 250,000 departments */
#define JX_MAX_PAGE_FILES    8u               /* publications that are being downloaded, a piece of each in memory */
#define JX_PAGE_FILE_BYTES_MS 64u             /* the least speed of a download that takes longer than other calls may */
#define JX_MAX_PAGE_FILES_EACH 2u             /* of them by one address */
#define JX_PAGE_FILE_RETRY_S 30u              /* when whoever finds no room for a download comes again */

/* what is seen of the daemon from outside */
#define JX_MAX_WEB_CONNECTIONS 128u             /* to the pages over HTTP, at once; the kernel keeps those behind them */
#define JX_WEB_CONNECTION_MS   10000u           /* of one of them: as long as Prometheus waits for a scrape */
#define JX_WEB_CROWDED_MS      1000u            /* likewise, while others wait for one to end */
#define JX_WEB_TICK_MS         250u             /* how often that is looked at */
#define JX_WEB_REQUEST_BYTES   (16u * 1024u)    /* memory of one connection: its request, and the head of its answer */
#define JX_METRICS_FRESH_MS    100u             /* a text of metrics is given again: a thousand scrapes at once cost a few */
#define JX_VITALS_MS           10000u           /* how often files and database are looked at for them */
#define JX_VITALS_STALE_MS     (6u * JX_VITALS_MS) /* after which nobody can be sure of the readers */
#define JX_MAX_VITAL_ROUNDS    32u              /* open rounds that are shown, the newest */
#define JX_DISK_FREE_MB        1024u            /* less is told: a season of a county needs a tenth of it */
#define JX_DISK_WARNING_MS     3600000u         /* how often a disk that stays low is told in the log */

/* the daemon's log */
#define JX_LOG_LINES     100u   /* about refused calls of one person, or of the strangers of one door, at once */
#define JX_LOG_LINE_MS   1000u  /* and one more each so often; the others are counted */
#define JX_LOG_SUM_UP_MS 60000u /* how often their number is written */

/* storage */
#define JX_DB_PAGE_BYTES               32768                  /* 1.3 to 1.4 times the throughput of 4096 for submissions of 40 KB */
#define JX_WAL_CHECKPOINT_PAGES        800                    /* small steps: 4,000 pages gave p99 of 33 ms, 800 gave 4 to 10 ms */
#define JX_WAL_MAX_BYTES               (64u * 1024u * 1024u)  /* of the write-ahead log, however readers overlap; it is what a start after a crash reads */
#define JX_WAL_DRAIN_PAGES             1024                   /* 32 MiB: past them new reads are held, so that one checkpoint gets through */
#define JX_WAL_URGENT_PAGES            1408                   /* 44 MiB: past them the writer waits for the last read, JX_READ_TIMEOUT_MS at most */
#define JX_WAL_STEP_PAGES              128                    /* 4 MiB more before the next try, when one was in vain */
#define JX_WAL_DRAIN_MS                50u                    /* wait of such a try: most reads take a millisecond */
#define JX_DB_WRITER_CACHE_KIB         16384                  /* pages of a whole group: 2 MiB spill, and 64 MiB cost 15 % in fresh memory */
#define JX_DB_READER_CACHE_KIB         8192                   /* of each reader; taken as used */
#define JX_DB_BUSY_MS                  2000                   /* wait for a lock of SQLite; only its recovery after a crash takes one */
#define JX_DB_UNLOCK_TRIES             10u                    /* of letting one lock go; a lock that stays stops everybody */
#define JX_DB_PROGRESS_STEPS           4000                   /* steps of SQLite's machine between two looks at the deadline: about 0.1 ms */
#define JX_MAX_STORED_BYTES            (128 * 1024 * 1024)    /* one text or blob: the publication of a nation has 75 MB */
#define JX_MAX_RANKING_BYTES           (512u * 1024u * 1024u) /* one snapshot: 250,000 departments with 64 metrics take 300 MiB */
#define JX_MAX_SNAPSHOTS_BYTES         (256u * 1024u * 1024u) /* of all that are kept, with their orders: some rounds of 20,000 departments, 30 MB each */
#define JX_MAX_PUBLISHING_BYTES        (512u * 1024u * 1024u) /* memory of one Publish call: 20,000 departments take 50 MB */
#define JX_MAX_NAMED_MISSING           200                    /* departments without a row that a ranking names beside its rows: 100 KB; more are listed page by page */
#define JX_WINDOW_HOURS                24                     /* least time for checking a provisional table, where a county sets no other: one day on which everybody can look */
#define JX_GRACE_HOURS                 24                     /* after the time to answer a return, where a county sets no other, before a lead may accept it unanswered: an answer of the last evening is still seen */
#define JX_PROPOSAL_HOURS              72                     /* within which a second lead confirms what another proposed: past it both look again */
#define JX_MAX_HISTORY                 256u                   /* states of one report that answer times look at: a return a day for a season; past it the newest one counts */
#define JX_PUBLISHING_TRIES            4                      /* tables made by one Publish call while others change the round; each takes a second or two for 20,000 departments */
#define JX_PUBLISHING_STEP_ROWS        500                    /* rows of a table written in one job, so that other writes go between: 15 ms */
#define JX_MAX_ACCEPTING_BYTES         (64u * 1024u * 1024u)  /* memory of one acceptance that waits for the writer: rows and sheet of the widest report take 15 MiB */
#define JX_ACCEPTING_TRIES             16u                    /* scorings by one acceptance, or one setting of points, while other points are set beside the same report: a program may send so many at once */
#define JX_ACCEPTING_STEP_ROWS         4000u                  /* analysts' rows of a report inserted in one job, so that other writes go between: 20 ms */
#define JX_MAX_RANKING_ORDERS          16u                    /* orders kept of one snapshot; 250,000 departments take 8 MB each */
#define JX_MAX_RANKING_KEYS            256u                   /* columns of a snapshot; the shipped metrics and the classes of the budget are 60 */
#define JX_MAX_VERSIONS                65535                  /* of one report: its row id is made of 16 bits of number */
#define JX_MAX_PAGE_SIZE               1000u                  /* rows of one List reply */
#define JX_MAX_RANK_ROWS               5000u                  /* rows of one page of a ranking: 200 bytes each are a MiB */
#define JX_MAX_PAGE_BYTES              (3u * 1024u * 1024u)   /* rows of one page, which ends early where its rows are wide: a message with room for what is beside them */
#define JX_MAX_COMPARED                20u                    /* departments or years side by side: more do not fit on any screen or sheet */
#define JX_MAX_PUBLICATION_DIFFERENCES 1000u                  /* reported for one publication; all are counted */
#define JX_DEFAULT_PAGE_SIZE           100u                   /* rows, when the caller names none */

#define JX_MAX_REFUSED_ATTEMPTS        200u                   /* kept of one person in the hours below; more are refused without a trace */
#define JX_REFUSED_ATTEMPTS_HOURS      24                     /* a day: who tries more often than that learns nothing from it */

/* names and texts, in bytes of UTF-8 */
#define JX_MAX_CODE_BYTES   32u    /* of a department, a round: people type them */
#define JX_MIN_ID_BYTES     2u     /* of a round, a person: one letter names nothing */
#define JX_MAX_NAME_BYTES   300u   /* 100 characters of three bytes */
#define JX_MAX_TEXT_BYTES   30000u /* one free text of a report: 10,000 characters */
#define JX_MAX_REASON_BYTES 3000u  /* of a return or a revocation: 1,000 characters */
#define JX_REQUEST_ID_BYTES 36u    /* a UUID as printed */

/* bytes of the parts of a version: together they fit into one reply or one row of an export, with room for the rest */
#define JX_MAX_REPORT_BYTES   (2u * 1024u * 1024u) /* packed; 2,000 projects with 20,000 indicators have 1.4 MiB */
#define JX_MAX_FINDINGS_BYTES (768u * 1024u)       /* packed, of the findings reported at once */
#define JX_MAX_REVIEW_BYTES   (1024u * 1024u)      /* packed; 20,000 lines without reasons have 0.9 MiB */
#define JX_MAX_REVIEW_REQUEST_BYTES (JX_MAX_REVIEW_BYTES + JX_MAX_SMALL_MESSAGE_BYTES) /* with all lines of a review, and names and options */
#define JX_MAX_EDITION_BYTES  (3u * 1024u * 1024u) /* packed, of a rulebook: whoever judges by it gets it in one reply; the largest shipped one has 60 KiB */
#define JX_MAX_SHEET_BYTES    (2u * 1024u * 1024u) /* packed, of a score sheet beside findings; a longer one leaves its lines to ExplainScore */

/* issues of a submission */
#define JX_MAX_ISSUES       200u          /* not closed at once: more than a department can answer in a week */
#define JX_MAX_ISSUE_MESSAGES 50u         /* in the thread of one issue: 150 KB, which a page of a list holds */
#define JX_MAX_ISSUES_BYTES (256u * 1024u) /* of their fields and texts: they stand in every reply about the submission */

/* drafts of a submission, all of which are kept */
#define JX_MAX_DRAFTS       1000u                   /* a department saves some dozens */
#define JX_MAX_DRAFTS_BYTES (128u * 1024u * 1024u)  /* of their reports: a thousand of the usual size, 64 of the largest */

#define JX_MAX_REQUIRED_MEMBERS 20u       /* signatures that a round may require: a team has three to nine members */
/* what outlives a round */
#define JX_IDLE_YEARS         2     /* years after which money that lies idle is to be taken back: the two-year rule of the Budget Law's regulations */
#define JX_MAX_FLAGGED_BALANCES 100u /* items of idle funds that one acceptance makes by rule, the largest balances: a moment of the writer */
#define JX_IDLE_EXPLAIN_DAYS 30 /* to explain what a rule has flagged, before a lead may order it back without an explanation */
#define JX_MAX_OPEN_IDLE_FUNDS 500u /* items of one department with a balance; a department has some dozens, its widest report 41 projects */
#define JX_MAX_ITEM_EVENTS    500u  /* acts on one item that leave its state: with the longest texts they fit into one reply */
#define JX_MAX_MEASURES       2000u /* compared at once with what was written before: as many as a report holds, JX_MAX_LINES */
#define JX_MAX_EARLIER_REPORTS 20u  /* accepted reports of a department that measures are compared with, the newest ones: twenty years */

/* counts inside a submission */
#define JX_MAX_PROJECTS   2000u  /* the widest report has 41; a province-level office some hundreds */
#define JX_MAX_INDICATORS 20000u /* of one list */
#define JX_MAX_LINES      2000u  /* of any other list */
#define JX_MAX_MATCHED_ROWS 512u /* of one list, between the equal ends of two versions: each is held against each other */
#define JX_MAX_GOAL_TABLES 50u /* goals with a table of indicators each; every one costs a pass over the rows, and no form has as many */
#define JX_MAX_KIND_ROWS  20000u /* of one kind in a whole report, whatever lists hold them: what formulas and rules count with */
#define JX_MAX_FINDINGS   1000u  /* reported at once; the count of all is always given */
#define JX_MAX_SUGGESTIONS 100u  /* words of one report for which the nearest code is looked for: one word against 2,000 long codes takes 12 ms */
#define JX_MAX_INVITATION_ROWS 500u /* of a batch: the people of a county; one job of the writer */
#define JX_MAX_BATCH_ROWS 30000u /* of a department list */
#define JX_BATCH_STEP_ROWS 1000u /* of a department list, or of a roster, written in one job, so that other writes go between: 40 ms */

/* evidence */
#define JX_MAX_NOTE_NAME_BYTES 128u   /* of who signs a note: the name of a log, like a URL without its scheme */
#define JX_MAX_NOTE_BYTES      65536u /* of a signed note; a checkpoint with a hundred cosignatures has 20,000 */
#define JX_MAX_LEAF_BYTES      65535u /* of an entry of the log: what a tile of entries can hold */
#define JX_START_LEAVES        8192u /* entries hashed at each start, however the daemon ended: 20 ms */
#define JX_START_ROWS          256u /* entries at each start whose rows are held against them, after an end that was not orderly: 30 ms */
#define JX_START_FILE_BYTES    (64u * 1024u * 1024u) /* a database up to this is checked page by page at each start: 60 ms */
#define JX_MAX_LOG_KEYS        32u    /* that a log has had: one a year for a generation */
#define JX_MAX_CASE_BYTES      (64u * 1024u * 1024u) /* of a case as a file: thirty versions of the largest report */
#define JX_MAX_CASE_ENTRIES    20000u /* of the log about one submission */
#define JX_MAX_PROVEN_ENTRIES  100u   /* entries with proof and certificate on a page: 4 KB each beside their text */
#define JX_MAX_RECEIPT_PAGE    100u   /* receipts on a page: 4 KB each as a rule */
#define JX_WITNESS_EVERY_MS    2000u  /* between two questions to a witness: it signs the newest checkpoint of those that came */
#define JX_WITNESS_TIMEOUT_MS  10000u /* for a witness to answer; nobody waits for it */
#define JX_MAX_WITNESS_BYTES   16384u /* of what a witness answers: a few signature lines */
#define JX_MAX_LOG_SCAN        20000u /* entries that one page of the log looks at: some 20 MB, a tenth of a second */
#define JX_MAX_NOTE_SIGNATURES 100u   /* lines of a note, each of which costs a verification at most */

/* identity */
#define JX_ENROL_TRIES        20u     /* wrong codes from one address at once; people mistype three times */
#define JX_ENROL_TRY_MS       3000u   /* and one more each so often */
#define JX_ENROL_DOOR_TRIES   200u    /* wrong codes from all addresses at once */
#define JX_ENROL_DOOR_MS      100u    /* and one more each so often: a guess at 100 bits, and a thousandth of a core */
#define JX_ENROL_FIRST_TRY_MS 600000u /* after which a connection's next try counts as its first */
#define JX_INVITATION_HOURS 72   /* a weekend between the invitation and its use */
#define JX_CERTIFICATE_DAYS 365  /* of a person's certificate; renewed when two thirds have passed */
#define JX_CERTIFICATE_WARNING_DAYS 60 /* before its end a person is warned: two months of office hours to be invited anew */
#define JX_MAX_AUTHORITIES 2   /* of a county: an old one, and the one that takes its place */
#define JX_CA_WARNING_DAYS 730 /* before the end of the county's authority: a year for the decision, and one of both side by side */
#define JX_CA_DAYS          3650 /* of the county's own authority: ten years of reports */

#define JX_MAX_RENEWALS      50u  /* certificates of one person in the hours below; a year needs two */
#define JX_RENEWALS_HOURS    24   /* a day, as above */

/* client */
#define JX_MAX_TIMEOUT_S          3600u                  /* of --timeout: an hour; more is a slip of the finger */
#define JX_CONNECT_TIMEOUT_MS     10000u                 /* to a server: name, TCP and TLS take a second on a bad line */
#define JX_EXPORT_STALL_S         60u                    /* an export without a byte for so long is dead */
#define JX_TELL_WAIT_MS           500                    /* of silence until a person is told what is waited for */
#define JX_WAIT_STEP_MS           20                     /* between two looks at a lock */
#define JX_MAX_CLIENT_ARENA_BYTES (512u * 1024u * 1024u) /* a list of all departments of a nation with their texts */

#endif

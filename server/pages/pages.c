#include "server/pages/pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/list.h"
#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/base/rates.h"
#include "server/pages/cache.h"
#include "server/pages/download.h"
#include "server/pages/maker.h"
#include "server/pages/notices.h"
#include "server/pages/shown.h"
#include "server/pages/wanted.h"
#include "server/web/site.h"

#define LANE      UINT64_C(0x7061676573) /* of the jobs of all pages among those of the public door: "pages" */
#define FRESH     "public, no-cache"     /* asked for again each time; with its tag that costs nothing */
#define FOR_EVER  "public, max-age=31536000, immutable"
#define TAG_BYTES (JX_DIGEST_TEXT_BYTES + 8)

/* A visit that waits. */
struct waiter {
	struct jx_link link;
	struct jx_visit *visit;
};

/* Something to be made, and who waits for it. */
struct want {
	struct jx_link link;
	struct jx_wanted what;
	struct jx_shown *shown; /* to make it from */
	struct jx_link waiters;
};

/* The one thing that a reader makes. */
struct work {
	struct jx_job job; /* first, so that a job is its work */
	struct jx_pages *pages;
	struct want *want;            /* NULL: none */
	struct jx_download *download; /* NULL: none. Neither: what is published */
	struct jx_shown *shown;       /* that was read */
	struct jx_made_page made;
	enum jx_status status;
	struct jx_error error;
	uint64_t end_ms;
	bool is_queued;
};

struct jx_pages {
	struct jx_services *services;
	struct jx_site *site;
	struct jx_page_cache *cache;
	struct jx_page_tables *tables; /* the work's */
	struct jx_shown *shown;        /* NULL for none yet */
	uint64_t shown_ms;             /* when it was asked for, by the loop's clock */
	struct jx_link newcomers;      /* visits that wait for what is published */
	struct jx_link wants;
	struct jx_downloads downloads;
	struct jx_notices notices;
	struct jx_rates makes; /* by addresses */
	struct work work;
	bool is_stopping;
};

static void go_on(struct jx_pages *pages);

/* ---- answers ---- */

static void say(struct jx_pages *pages, struct jx_visit *visit, enum jx_page_notice notice)
{
	jx_visit_answer(visit, jx_notice_answer(&pages->notices, notice, jx_visit_path(visit)));
}

/* Gives an answer that was made for this visit alone. */
static void give(struct jx_visit *visit, struct jx_answer *answer)
{
	jx_visit_answer(visit, answer);
	jx_answer_unref(answer);
}

static void give_text(struct jx_visit *visit, const char *text)
{
	const struct jx_answer_head head = {
		.code = JX_ANSWER_OK, .media = "text/plain; charset=utf-8", .freshness = FRESH};
	give(visit, jx_answer_new(&head, strdup(text), strlen(text)));
}

static void begin_download(struct jx_pages *pages, struct jx_visit *visit, const struct jx_wanted *wanted)
{
	uint64_t ignored = 0;
	char tag[TAG_BYTES];
	const struct jx_page_round *round = jx_shown_find(pages->shown, wanted->address.round, &ignored);
	const JxPublication *publication = jx_page_find(round, wanted->address.publication);
	(void)snprintf(tag, sizeof(tag), "\"%s\"", publication->digest);
	const struct jx_answer_head head = {
		.code = JX_ANSWER_OK, .media = "application/x-ndjson", .tag = tag, .freshness = FRESH};
	if (jx_visit_is_head(visit) || jx_visit_has(visit, tag)) {
		give(visit, jx_answer_without_body(&head));
		return;
	}
	if (!jx_visit_takes_pieces(visit)) {
		say(pages, visit, JX_PAGE_HTTP_1_1);
		return;
	}
	if (!jx_downloads_have_room(&pages->downloads, jx_visit_address(visit))) {
		say(pages, visit, JX_PAGE_NO_ROOM);
		return;
	}
	give(visit, jx_download_new(&pages->downloads, visit, &wanted->address, &head));
}

/* ---- waiting ---- */

/* @return false: there is no memory; the visit is answered. */
static bool wait_in(struct jx_link *list, struct jx_visit *visit)
{
	struct waiter *waiter = calloc(1, sizeof(*waiter));
	if (waiter == NULL) {
		jx_visit_answer(visit, NULL);
		return false;
	}
	waiter->visit = visit;
	jx_list_append(list, &waiter->link);
	return true;
}

static struct jx_visit *take_waiter(struct jx_link *list)
{
	struct jx_link *first = jx_list_first(list);
	if (first == NULL)
		return NULL;
	struct waiter *waiter = JX_OF_LINK(first, struct waiter, link);
	struct jx_visit *visit = waiter->visit;
	jx_list_remove(first);
	free(waiter);
	return visit;
}

static bool is_same(const struct want *want, const struct jx_wanted *wanted)
{
	return want->what.target == wanted->target && want->what.stamp == wanted->stamp &&
	       strcmp(want->what.path, wanted->path) == 0;
}

static struct want *find_want(struct jx_pages *pages, const struct jx_wanted *wanted)
{
	if (pages->work.is_queued && pages->work.want != NULL && is_same(pages->work.want, wanted))
		return pages->work.want;
	for (struct jx_link *link = pages->wants.next; link != &pages->wants; link = link->next) {
		struct want *want = JX_OF_LINK(link, struct want, link);
		if (is_same(want, wanted))
			return want;
	}
	return NULL;
}

static struct want *new_want(struct jx_pages *pages, const struct jx_wanted *wanted)
{
	struct want *want = calloc(1, sizeof(*want));
	if (want == NULL)
		return NULL;
	want->what = *wanted;
	want->shown = jx_shown_ref(pages->shown);
	jx_list_init(&want->waiters);
	jx_list_append(&pages->wants, &want->link);
	return want;
}

static void free_want(struct want *want)
{
	jx_list_remove(&want->link);
	jx_shown_unref(want->shown);
	free(want);
}

/* Waits for a page with those who wait for it already, else has it made; not for who has had too many made. */
static void wait_for(struct jx_pages *pages, struct jx_visit *visit, const struct jx_wanted *wanted)
{
	uint64_t address = jx_visit_address(visit);
	struct want *want = find_want(pages, wanted);
	if (want == NULL && address != 0 &&
		!jx_rates_take(&pages->makes, address, uv_now(pages->services->loop))) {
		say(pages, visit, JX_PAGE_TOO_OFTEN);
		return;
	}
	if (want == NULL)
		want = new_want(pages, wanted);
	if (want == NULL)
		jx_visit_answer(visit, NULL);
	else
		(void)wait_in(&want->waiters, visit);
}

/* ---- visits ---- */

/* Answers a visit by what is published as it is known, or lets it wait. */
static void receive(struct jx_pages *pages, struct jx_visit *visit)
{
	struct jx_wanted wanted;
	jx_wanted_read(jx_visit_path(visit), &wanted);
	if (wanted.target == JX_TARGET_NOTHING ||
		((wanted.target == JX_TARGET_PAGE || wanted.target == JX_TARGET_DOWNLOAD) &&
			!jx_wanted_is_published(pages->shown, &wanted))) {
		say(pages, visit, JX_PAGE_MISSING);
	} else if (wanted.target == JX_TARGET_CHECKPOINT) {
		give_text(visit, pages->shown->checkpoint);
	} else if (wanted.target == JX_TARGET_DOWNLOAD) {
		begin_download(pages, visit, &wanted);
	} else {
		struct jx_answer *answer = jx_page_cache_get(pages->cache, wanted.path, wanted.stamp);
		if (answer != NULL)
			jx_visit_answer(visit, answer);
		else
			wait_for(pages, visit, &wanted);
	}
}

static bool is_fresh(const struct jx_pages *pages)
{
	return pages->shown != NULL && uv_now(pages->services->loop) - pages->shown_ms < JX_PAGES_FRESH_MS;
}

static void on_visit(void *user, struct jx_visit *visit)
{
	struct jx_pages *pages = user;
	if (pages->is_stopping)
		say(pages, visit, JX_PAGE_NOT_NOW);
	else if (!jx_visit_is_get(visit))
		say(pages, visit, JX_PAGE_GET_ONLY);
	else if (is_fresh(pages))
		receive(pages, visit);
	else
		(void)wait_in(&pages->newcomers, visit);
	go_on(pages);
}

static struct jx_answer *too_many(void *user)
{
	struct jx_pages *pages = user;
	return jx_notice_answer(&pages->notices, JX_PAGE_TOO_OFTEN, "/");
}

/* ---- the work of a reader ---- */

static bool is_interrupted(void *user)
{
	const struct work *work = user;
	return atomic_load(&work->pages->services->is_ending) || jx_clock_monotonic_ms() >= work->end_ms;
}

static void make(struct work *work, struct jx_db *db)
{
	struct jx_pages *pages = work->pages;
	if (work->download != NULL) {
		jx_download_fill(work->download, db);
	} else if (work->want != NULL) {
		const struct jx_page_wish wish = {.address = &work->want->what.address,
			.tile = work->want->what.target == JX_TARGET_TILE ? &work->want->what.tile : NULL,
			.shown = work->want->shown,
			.county = pages->services->county,
			.verifier = pages->services->log_verifier};
		work->status = jx_page_make(&wish, pages->tables, db, &work->made, &work->error);
	} else {
		work->status = jx_shown_read(db, &work->shown, &work->error);
	}
}

static void run_work(struct jx_job *job, struct jx_db *db)
{
	struct work *work = (struct work *)job;
	work->end_ms = jx_clock_monotonic_ms() + JX_READ_TIMEOUT_MS;
	work->status = jx_tx_begin_read(db, is_interrupted, work, &work->error);
	if (work->status != JX_OK)
		return;
	make(work, db);
	jx_tx_end_read(db);
}

/* ---- what was made ---- */

static struct jx_answer *answer_of(struct work *work)
{
	const struct jx_wanted *what = &work->want->what;
	const struct jx_answer_head head = {.code = JX_ANSWER_OK,
		.media = what->target == JX_TARGET_TILE ? "application/octet-stream"
							: jx_page_media(what->path),
		.tag = work->made.tag,
		.freshness = what->target == JX_TARGET_TILE ? FOR_EVER : FRESH};
	struct jx_answer *answer = jx_answer_new(&head, work->made.bytes, work->made.n);
	work->made = (struct jx_made_page){0};
	return answer;
}

static void finish_want(struct jx_pages *pages, struct work *work)
{
	struct want *want = work->want;
	struct jx_answer *answer = work->status == JX_OK ? answer_of(work) : NULL;
	enum jx_page_notice notice = work->status == JX_NOT_FOUND ? JX_PAGE_MISSING : JX_PAGE_NOT_NOW;
	struct jx_visit *visit;
	if (work->status != JX_OK && work->status != JX_NOT_FOUND && !pages->is_stopping)
		jx_log_error(JX_LOG_WARNING, "a page could not be made", &work->error);
	if (answer != NULL)
		jx_page_cache_put(pages->cache, want->what.path, want->what.stamp, answer);
	while ((visit = take_waiter(&want->waiters)) != NULL) {
		if (work->status == JX_OK)
			jx_visit_answer(visit, answer);
		else
			say(pages, visit, notice);
	}
	jx_answer_unref(answer);
	free_want(want);
}

static void finish_shown(struct jx_pages *pages, struct work *work)
{
	struct jx_link newcomers;
	struct jx_visit *visit;
	if (work->status == JX_OK) {
		jx_shown_unref(pages->shown);
		pages->shown = work->shown;
	} else {
		pages->shown_ms = 0;
		if (!pages->is_stopping)
			jx_log_error(JX_LOG_WARNING, "what is published could not be read for the pages",
				&work->error);
	}
	jx_list_move(&pages->newcomers, &newcomers);
	while ((visit = take_waiter(&newcomers)) != NULL) {
		if (work->status == JX_OK)
			receive(pages, visit);
		else
			say(pages, visit, JX_PAGE_NOT_NOW);
	}
}

static void finish_work(struct jx_pages *pages)
{
	struct work *work = &pages->work;
	struct jx_download *download = work->download;
	work->is_queued = false;
	if (download != NULL)
		jx_download_go_on(download, pages->is_stopping || work->status != JX_OK);
	else if (work->want != NULL)
		finish_want(pages, work);
	else
		finish_shown(pages, work);
}

static void done_work(struct jx_job *job)
{
	struct jx_pages *pages = ((struct work *)job)->pages;
	finish_work(pages);
	go_on(pages);
}

/* ---- whose turn it is ---- */

/* What is published first, since all that is new waits for it; then a page and a piece of a file, by turns. */
static bool choose(struct jx_pages *pages, struct work *work)
{
	bool had_page = work->want != NULL;
	struct jx_link *first = jx_list_first(&pages->wants);
	work->want = NULL;
	work->download = NULL;
	if (!jx_list_is_empty(&pages->newcomers)) {
		pages->shown_ms = uv_now(pages->services->loop);
		return true;
	}
	if (first == NULL || had_page)
		work->download = jx_downloads_take(&pages->downloads);
	if (work->download != NULL || first == NULL)
		return work->download != NULL;
	work->want = JX_OF_LINK(first, struct want, link);
	jx_list_remove(first);
	return true;
}

/* Has the next thing made, when nothing is being made. Where no job is taken, who waits is told to come again. */
static void go_on(struct jx_pages *pages)
{
	struct work *work = &pages->work;
	while (!work->is_queued && choose(pages, work)) {
		work->job = (struct jx_job){.run_read = run_work, .done = done_work};
		work->job.turn.caller = LANE;
		work->job.turn.section = JX_LISTENER_PUBLIC;
		work->status = JX_OK;
		work->error = (struct jx_error){0};
		enum jx_push push = pages->is_stopping
					    ? JX_PUSH_CLOSED
					    : jx_workers_read(pages->services->workers, &work->job);
		work->is_queued = push == JX_PUSHED;
		if (work->is_queued)
			return;
		work->status = jx_fail(&work->error,
			push == JX_PUSH_CLOSED ? JX_REASON_SHUTTING_DOWN : JX_REASON_SERVER_BUSY);
		finish_work(pages);
	}
}

static void on_download(void *user)
{
	go_on(user);
}

/* ---- life ---- */

static void free_pages(struct jx_pages *pages)
{
	jx_notices_clear(&pages->notices);
	jx_page_cache_free(pages->cache);
	jx_page_tables_free(pages->tables);
	jx_shown_unref(pages->shown);
	free(pages);
}

static enum jx_status open_site(
	struct jx_pages *pages, const struct jx_pages_config *config, struct jx_error *error)
{
	const struct jx_site_config site = {.address = config->address,
		.fd = config->fd,
		.key = "[listen] pages",
		.allows_foreign = config->is_anywhere,
		.on_visit = on_visit,
		.too_many = too_many,
		.user = pages};
	pages->cache = jx_page_cache_new();
	pages->tables = jx_page_tables_new();
	if (pages->cache == NULL || pages->tables == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	return jx_site_open(pages->services->loop, &site, &pages->site, error);
}

enum jx_status jx_pages_open(
	const struct jx_pages_config *config, struct jx_pages **ret_pages, struct jx_error *error)
{
	*ret_pages = NULL;
	if (config->address[0] == '\0' && config->fd == 0)
		return JX_OK;
	struct jx_pages *pages = calloc(1, sizeof(*pages));
	if (pages == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	pages->services = config->services;
	pages->work.pages = pages;
	pages->notices.county = config->services->county;
	pages->makes.burst = JX_PAGES_MAKES;
	pages->makes.period_ms = JX_PAGES_MAKE_MS;
	jx_list_init(&pages->newcomers);
	jx_list_init(&pages->wants);
	jx_downloads_init(&pages->downloads, config->services->loop, on_download, pages);
	enum jx_status status = open_site(pages, config, error);
	if (status != JX_OK)
		free_pages(pages);
	else
		*ret_pages = pages;
	return status;
}

unsigned jx_pages_port(const struct jx_pages *pages)
{
	return pages != NULL ? jx_site_port(pages->site) : 0;
}

void jx_pages_stop(struct jx_pages *pages)
{
	if (pages == NULL)
		return;
	pages->is_stopping = true;
	go_on(pages);
}

void jx_pages_close(struct jx_pages *pages)
{
	if (pages == NULL)
		return;
	jx_site_close(pages->site);
	free_pages(pages);
}

/*
 * Durable submits through the whole server: TLS with client certificates, checks, signature, transaction, fsync.
 *
 *   bench_submit PID MAIN-PORT DIRECTORY REPORTS.jsonl PEOPLE ROUNDS
 *
 * DIRECTORY was filled by `bench_seed DIRECTORY people`. Each person has a connection of their own and files one report
 * in each round, one after the other; all persons at once. Requests are made and signed before the clock starts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/evidence/signature.h"
#include "proto/contract/message/codec.h"
#include "proto/wire/grpc.h"
#include "tests/bench/bench_kit.h"
#include "tests/bench/reports.h"

#define PATH       "/jixiao.v1.SubmissionService/SubmitReport"
#define MAX_PEOPLE 200u
#define FIRST_CODE 100001u
#define SECOND_NS  UINT64_C(1000000000)

struct request {
	uint8_t *bytes;
	size_t n_bytes;
};

struct person {
	CURL *easy;
	struct request *requests; /* one for each round */
	uint64_t n_done;
	uint64_t start_ns;
	bool is_accepted;
	char message[256];
	char url[128];
	char certificate[512];
	char key[512];
};

struct submits {
	struct person *people;
	uint64_t n_people;
	uint64_t n_rounds;
	CURLM *multi;
	struct curl_slist *headers;
	uint64_t *latencies_us;
	uint64_t n_done;
};

static struct request make_request(
	const struct jx_key *key, const JxReport *content, uint64_t person, uint64_t round)
{
	JxReport report = *content;
	JxSubmitReportRequest message = JX_SUBMIT_REPORT_REQUEST_INIT;
	JxSignature signature = JX_SIGNATURE_INIT;
	struct jx_error error = {0};
	char code[16];
	char department[64];
	char round_id[24];
	char round_name[64];
	char request_id[64];
	char digest[JX_DIGEST_TEXT_BYTES];
	char text[JX_SIGNING_TEXT_MAX_BYTES];
	uint8_t value[JX_SIGNATURE_MAX_BYTES];
	size_t n_text = 0;
	size_t n_value = 0;
	(void)snprintf(code, sizeof(code), "%06llu", (unsigned long long)(FIRST_CODE + person));
	(void)snprintf(round_id, sizeof(round_id), "s%llu", (unsigned long long)(round + 1));
	(void)snprintf(request_id, sizeof(request_id), "%08llx-0000-4000-8000-%012llx",
		(unsigned long long)person, (unsigned long long)round);
	bench_report_name(&report, department, code, round_name, round_id);
	bench_must(jx_digest_message(&report.base, JX_DIGEST_SHA256, digest, &error), &error, "digest");
	const struct jx_submit_claim claim = {
		.round = round_id, .department = code, .content_digest = digest, .request_id = request_id};
	bench_must(jx_submit_signing_text(&claim, text, sizeof(text), &n_text, &error), &error, "text");
	bench_must(jx_signature_make(key, text, n_text, value, &n_value, &error), &error, "sign");
	signature.algorithm = (char *)"ecdsa-p256-sha256";
	signature.value = (ProtobufCBinaryData){n_value, value};
	message.report = &report;
	message.request_id = request_id;
	message.signature = &signature;
	size_t n = jx_codec_packed_bytes(&message.base);
	struct request request = {bench_need(malloc(n + JX_GRPC_PREFIX_BYTES)), n + JX_GRPC_PREFIX_BYTES};
	jx_grpc_write_prefix(request.bytes, n);
	bench_must(jx_codec_pack(&message.base, request.bytes + JX_GRPC_PREFIX_BYTES, n, &n, &error), &error,
		"pack");
	return request;
}

static void make_requests(
	struct person *person, const struct bench_reports *reports, uint64_t index, uint64_t n_rounds)
{
	struct jx_error error = {0};
	JX_AUTO(jx_key) key = NULL;
	size_t n = 0;
	char *pem = (char *)bench_read_file(person->key, &n);
	bench_must(jx_key_read_private(pem, n, &key, &error), &error, person->key);
	free(pem);
	person->requests = bench_need(calloc(n_rounds, sizeof(*person->requests)));
	for (uint64_t i = 0; i < n_rounds; i++)
		person->requests[i] = make_request(key, reports->items[i % reports->n], index, i);
}

static size_t drop_body(char *bytes, size_t size, size_t n, void *user)
{
	(void)bytes, (void)user;
	return size * n;
}

static size_t take_header(char *bytes, size_t size, size_t n, void *user)
{
	static const char STATUS[] = "grpc-status: 0";
	static const char MESSAGE[] = "grpc-message: ";
	struct person *person = user;
	size_t n_bytes = size * n;
	if (n_bytes >= sizeof(STATUS) - 1 && memcmp(bytes, STATUS, sizeof(STATUS) - 1) == 0)
		person->is_accepted = true;
	else if (n_bytes > sizeof(MESSAGE) && memcmp(bytes, MESSAGE, sizeof(MESSAGE) - 1) == 0)
		(void)snprintf(person->message, sizeof(person->message), "%.*s", (int)n_bytes, bytes);
	return n_bytes;
}

static void start(struct submits *submits, struct person *person)
{
	const struct request *request = &person->requests[person->n_done];
	person->is_accepted = false;
	person->start_ns = bench_now_ns();
	(void)curl_easy_setopt(person->easy, CURLOPT_POSTFIELDS, (const char *)request->bytes);
	(void)curl_easy_setopt(person->easy, CURLOPT_POSTFIELDSIZE, (long)request->n_bytes);
	if (curl_multi_add_handle(submits->multi, person->easy) != CURLM_OK)
		bench_die("curl");
}

static void open_person(struct submits *submits, struct person *person, unsigned port, const char *directory)
{
	char ca[512];
	CURL *easy = bench_need(curl_easy_init());
	(void)snprintf(person->url, sizeof(person->url), "https://localhost:%u%s", port, PATH);
	(void)snprintf(ca, sizeof(ca), "%s/ca.pem", directory);
	(void)curl_easy_setopt(easy, CURLOPT_URL, person->url);
	(void)curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	(void)curl_easy_setopt(easy, CURLOPT_CAINFO, ca);
	(void)curl_easy_setopt(easy, CURLOPT_SSLCERT, person->certificate);
	(void)curl_easy_setopt(easy, CURLOPT_SSLKEY, person->key);
	(void)curl_easy_setopt(easy, CURLOPT_HTTPHEADER, submits->headers);
	(void)curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop_body);
	(void)curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
	(void)curl_easy_setopt(easy, CURLOPT_HEADERDATA, person);
	(void)curl_easy_setopt(easy, CURLOPT_PRIVATE, person);
	(void)curl_easy_setopt(easy, CURLOPT_PROXY, "");
	person->easy = easy;
	start(submits, person);
}

static void finish(struct submits *submits, CURLMsg *message)
{
	struct person *person = NULL;
	(void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &person);
	if (message->data.result != CURLE_OK)
		bench_die("submit: %s", curl_easy_strerror(message->data.result));
	if (!person->is_accepted)
		bench_die("submit was refused: %s", person->message);
	submits->latencies_us[submits->n_done++] = (bench_now_ns() - person->start_ns) / 1000;
	(void)curl_multi_remove_handle(submits->multi, person->easy);
	if (++person->n_done < submits->n_rounds)
		start(submits, person);
}

/* Runs until so many submits are done. */
static void run(struct submits *submits, uint64_t n_wanted)
{
	int n_running = 1;
	int n_left = 0;
	while (submits->n_done < n_wanted && n_running > 0) {
		if (curl_multi_perform(submits->multi, &n_running) != CURLM_OK)
			bench_die("curl");
		for (CURLMsg *message; (message = curl_multi_info_read(submits->multi, &n_left)) != NULL;)
			if (message->msg == CURLMSG_DONE) {
				finish(submits, message);
				n_running = 1;
			}
		if (submits->n_done < n_wanted)
			(void)curl_multi_poll(submits->multi, NULL, 0, 100, NULL);
	}
}

static int by_size(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a;
	uint64_t y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

static void print(struct submits *submits, uint64_t n_warm, uint64_t took_ns, uint64_t cpu_ns)
{
	uint64_t n = submits->n_done - n_warm;
	qsort(submits->latencies_us + n_warm, n, sizeof(*submits->latencies_us), by_size);
	(void)printf("submits %llu\nper-s %llu\ncpu-ns %llu\np50-us %llu\np99-us %llu\nrequest-bytes %zu\n",
		(unsigned long long)n, (unsigned long long)(n * SECOND_NS / took_ns),
		(unsigned long long)(cpu_ns / n), (unsigned long long)submits->latencies_us[n_warm + n / 2],
		(unsigned long long)submits->latencies_us[n_warm + n * 99 / 100],
		submits->people[0].requests[0].n_bytes);
}

int main(int argc, char **argv)
{
	static struct submits submits;
	struct bench_reports reports;
	if (argc != 7)
		bench_die("usage: bench_submit PID MAIN-PORT DIRECTORY REPORTS.jsonl PEOPLE ROUNDS");
	pid_t pid = (pid_t)bench_number(argv[1]);
	unsigned port = (unsigned)bench_number(argv[2]);
	submits.n_people = bench_number(argv[5]);
	submits.n_rounds = bench_number(argv[6]);
	if (submits.n_people > MAX_PEOPLE || submits.n_rounds < 2)
		bench_die("at most %u people, at least 2 rounds", MAX_PEOPLE);
	bench_reports_read(argv[4], &reports);
	submits.people = bench_need(calloc(submits.n_people, sizeof(*submits.people)));
	submits.latencies_us = bench_need(calloc(submits.n_people * submits.n_rounds, sizeof(uint64_t)));
	submits.multi = bench_need(curl_multi_init());
	(void)curl_multi_setopt(submits.multi, CURLMOPT_MAXCONNECTS, (long)submits.n_people);
	submits.headers = curl_slist_append(NULL, "content-type: application/grpc");
	submits.headers = curl_slist_append(submits.headers, "te: trailers");
	for (uint64_t i = 0; i < submits.n_people; i++) {
		struct person *person = &submits.people[i];
		(void)snprintf(person->certificate, sizeof(person->certificate), "%s/people/head%llu.pem",
			argv[3], (unsigned long long)i);
		(void)snprintf(person->key, sizeof(person->key), "%s/people/head%llu.key", argv[3],
			(unsigned long long)i);
		make_requests(person, &reports, i, submits.n_rounds);
	}
	for (uint64_t i = 0; i < submits.n_people; i++)
		open_person(&submits, &submits.people[i], port, argv[3]);
	/* The first round makes the connections and is not counted. */
	run(&submits, submits.n_people);
	uint64_t n_warm = submits.n_done;
	uint64_t cpu_ns = bench_cpu_of(pid);
	uint64_t start_ns = bench_now_ns();
	run(&submits, submits.n_people * submits.n_rounds);
	uint64_t took_ns = bench_now_ns() - start_ns;
	print(&submits, n_warm, took_ns, bench_cpu_of(pid) - cpu_ns);
	return 0;
}

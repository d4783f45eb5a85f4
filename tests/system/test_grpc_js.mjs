// A peer that is not ours: @grpc/grpc-js calls the daemon in the clear and over mTLS. Run by test_peers.py, which gives
// addresses, files and what is to be found there as JSON in JIXIAO_PEER.
import assert from "node:assert/strict";
import crypto from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const peer = JSON.parse(process.env.JIXIAO_PEER);
const require = createRequire(peer.modules);
const grpc = require("@grpc/grpc-js");
const loader = require("@grpc/proto-loader");

const options = { includeDirs: [peer.proto], keepCase: true, longs: String, enums: String, defaults: true, oneofs: true };
const files = ["departments", "persons", "publications", "rankings", "review", "rounds", "scores", "submissions", "system"];
const schema = grpc.loadPackageDefinition(
	loader.loadSync([...files.map((name) => `jixiao/v1/${name}.proto`), "grpc/health/v1/health.proto",
		"grpc/reflection/v1/reflection.proto"], options));
const v1 = schema.jixiao.v1;

const clear = grpc.credentials.createInsecure();
const mutual = grpc.credentials.createSsl(readFileSync(peer.ca), readFileSync(peer.key), readFileSync(peer.certificate));
const clients = [];

function client(Service, address, credentials) {
	const made = new Service(address, credentials);
	clients.push(made);
	return made;
}

function call(service, method, request = {}) {
	return new Promise((resolve, reject) => {
		const deadline = new Date(Date.now() + 20000);
		service[method](request, { deadline }, (error, reply) => (error ? reject(error) : resolve(reply)));
	});
}

function collect(stream, n = Infinity) {
	return new Promise((resolve, reject) => {
		const rows = [];
		stream.on("data", (row) => {
			rows.push(row);
			if (rows.length >= n) {
				stream.cancel();
				resolve(rows);
			}
		});
		stream.on("error", (error) => (error.code === grpc.status.CANCELLED ? resolve(rows) : reject(error)));
		stream.on("end", () => resolve(rows));
	});
}

async function refused(promise, code, reason) {
	const error = await promise.then(() => assert.fail(`not refused with ${reason}`), (e) => e);
	assert.equal(error.code, code, `${error}`);
	const [details] = error.metadata.get("grpc-status-details-bin");
	assert.ok(details?.includes(reason), `the details name no ${reason}: ${error}`);
	assert.ok(details.includes("zh-CN") && details.includes("type.googleapis.com/google.rpc.ErrorInfo"));
}

const cases = {
	async "the public listener answers unary calls"() {
		assert.equal((await call(client(v1.SystemService, peer.public, clear), "Ping")).county, peer.county);
		const reply = await call(client(v1.RankingService, peer.public, clear), "RankDepartments", { round: peer.round });
		assert.deepEqual(reply.rows.map((row) => row.department), peer.ranked);
		assert.equal(reply.rows[0].execution_rate.value.micros, peer.rate);
	},
	async "the public listener refuses with details"() {
		const service = client(v1.SubmissionService, peer.public, clear);
		await refused(call(service, "ListSubmissions"), grpc.status.UNAUTHENTICATED, "NO_CERTIFICATE");
	},
	async "health is checked and watched"() {
		const health = client(schema.grpc.health.v1.Health, peer.public, clear);
		assert.equal((await call(health, "Check", { service: "jixiao.v1.RankingService" })).status, "SERVING");
		const [first] = await collect(health.Watch({ service: "" }), 1);
		assert.equal(first.status, "SERVING");
	},
	async "reflection converses"() {
		const stream = client(schema.grpc.reflection.v1.ServerReflection, peer.public, clear).ServerReflectionInfo();
		const replies = collect(stream);
		stream.write({ list_services: "" });
		stream.write({ file_containing_symbol: "jixiao.v1.Report" });
		stream.end();
		const [list, file] = await replies;
		assert.ok(list.list_services_response.service.some((row) => row.name === "jixiao.v1.SubmissionService"));
		assert.ok(file.file_descriptor_response.file_descriptor_proto.length > 0);
	},
	async "mTLS tells who calls"() {
		const me = await call(client(v1.PersonService, peer.main, mutual), "GetCaller");
		assert.equal(me.person.name, peer.person);
	},
	async "without a certificate there is no connection"() {
		const bare = client(v1.PersonService, peer.main, grpc.credentials.createSsl(readFileSync(peer.ca)));
		await assert.rejects(call(bare, "GetCaller"), (error) => error.code === grpc.status.UNAVAILABLE);
	},
	async "a report is checked, signed, filed, repeated and read back"() {
		const service = client(v1.SubmissionService, peer.main, mutual);
		const { report: submission } = (await call(service, "GetSubmissionVersion", { name: peer.version })).version;
		submission.round = peer.next_round;
		const { content_digest: digest } = await call(service, "CheckReport", { report: submission });
		const id = crypto.randomUUID();
		const code = submission.department.split("/")[1];
		const text = ["jixiao-submit-v1", peer.next_round.split("/")[1], code, digest, "-", id, ""].join("\n");
		const value = crypto.sign("sha256", Buffer.from(text), { key: readFileSync(peer.key), dsaEncoding: "der" });
		const request = { report: submission, request_id: id, signature: { algorithm: "ecdsa-p256-sha256", value } };
		const first = await call(service, "SubmitReport", request);
		assert.equal(first.receipt.content_digest, digest);
		assert.deepEqual(await call(service, "SubmitReport", request), first);
		const { version } = await call(service, "GetSubmissionVersion", { name: first.receipt.version_name });
		assert.deepEqual(version.report, submission);
		request.request_id = crypto.randomUUID();
		await refused(call(service, "SubmitReport", request), grpc.status.INVALID_ARGUMENT, "BAD_SIGNATURE");
	},
	async "a large unary request passes and a larger one is refused"() {
		const service = client(v1.SubmissionService, peer.main, mutual);
		const { report: submission } = (await call(service, "GetSubmissionVersion", { name: peer.version })).version;
		submission.conclusion.text = "x".repeat(2000000);
		const checked = await call(service, "CheckReport", { report: submission });
		assert.ok(checked.findings.length > 0);
		submission.conclusion.text = "x".repeat(3 << 20);
		await refused(call(service, "CheckReport", { report: submission }), grpc.status.INVALID_ARGUMENT, "CONTENT_TOO_LARGE");
		submission.conclusion.text = "x".repeat(5 << 20);
		await refused(call(service, "CheckReport", { report: submission }), grpc.status.RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE");
	},
	async "many calls share one connection"() {
		const service = client(v1.SubmissionService, peer.main, mutual);
		const replies = await Promise.all(Array.from({ length: 300 }, () => call(service, "GetSubmissionVersion", { name: peer.version })));
		assert.equal(new Set(replies.map((reply) => reply.version.digest)).size, 1);
	},
	async "an export streams for those who may"() {
		const auditor = grpc.credentials.createSsl(readFileSync(peer.ca), readFileSync(peer.auditor_key),
			readFileSync(peer.auditor_certificate));
		const rows = await collect(client(v1.PublicationService, peer.main, auditor).ExportReports({ round: peer.round }));
		assert.deepEqual(rows.map(({ row }) => row.report.department).sort(), [...peer.ranked].sort());
		const stream = client(v1.PublicationService, peer.main, mutual).ExportReports({ round: peer.round });
		await refused(collect(stream), grpc.status.PERMISSION_DENIED, "NOT_ALLOWED");
	},
	async "a deadline that has passed is one"() {
		const service = client(v1.SystemService, peer.main, mutual);
		await call(service, "Ping");
		await assert.rejects(new Promise((resolve, reject) => {
			service.Ping({}, { deadline: new Date(Date.now() - 1000) }, (error, reply) => (error ? reject(error) : resolve(reply)));
		}), (error) => error.code === grpc.status.DEADLINE_EXCEEDED);
	},
};

let failed = 0;
for (const [name, run] of Object.entries(cases)) {
	try {
		await run();
		console.log(`ok    ${name}`);
	} catch (error) {
		failed++;
		console.log(`FAIL  ${name}\n${error.stack}`);
	}
}
clients.forEach((made) => made.close());
console.log(`${Object.keys(cases).length} cases, ${failed} failed`);
process.exit(failed ? 1 : 0);

/*
 * The peer to compare with: the same Ping and Rank, served by C++ gRPC through one asynchronous completion queue.
 *
 * Rank packs its reply on each call, as a service written with the library does; CachedRank in the place of Rank would
 * measure the transport alone and is had by --cached, which sends bytes that were packed before.
 */
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

#include "jixiao/v1/rankings.grpc.pb.h"
#include "jixiao/v1/system.grpc.pb.h"

namespace {

using grpc::ServerAsyncResponseWriter;
using grpc::ServerCompletionQueue;
using grpc::ServerContext;

using RankService = jixiao::v1::RankingService::WithAsyncMethod_RankDepartments<jixiao::v1::RankingService::Service>;
using RawRankService = jixiao::v1::RankingService::WithRawMethod_RankDepartments<jixiao::v1::RankingService::Service>;
using PingService = jixiao::v1::SystemService::WithAsyncMethod_Ping<jixiao::v1::SystemService::Service>;

/* Calls waiting for a request at any time: enough that none waits for us. */
constexpr int kWaiting = 512;

class Call {
public:
	virtual ~Call() = default;
	virtual void Proceed(bool ok) = 0;
};

class PingCall final : public Call {
public:
	PingCall(PingService *service, ServerCompletionQueue *queue, const jixiao::v1::PingResponse *reply)
	    : service_(service), queue_(queue), template_(reply), writer_(&context_)
	{
		service_->RequestPing(&context_, &request_, &writer_, queue_, queue_, this);
	}
	void Proceed(bool ok) override
	{
		if (!ok || is_answered_) {
			delete this;
			return;
		}
		new PingCall(service_, queue_, template_);
		is_answered_ = true;
		const auto now = std::chrono::system_clock::now().time_since_epoch();
		const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
		jixiao::v1::PingResponse reply;
		reply.set_version(template_->version());
		reply.set_county(template_->county());
		reply.mutable_server_time()->set_seconds(ms / 1000);
		reply.mutable_server_time()->set_nanos(static_cast<int>(ms % 1000) * 1000000);
		writer_.Finish(reply, grpc::Status::OK, this);
	}

private:
	PingService *service_;
	ServerCompletionQueue *queue_;
	const jixiao::v1::PingResponse *template_;
	ServerContext context_;
	jixiao::v1::PingRequest request_;
	ServerAsyncResponseWriter<jixiao::v1::PingResponse> writer_;
	bool is_answered_ = false;
};

class RankCall final : public Call {
public:
	RankCall(RankService *service, ServerCompletionQueue *queue, const jixiao::v1::RankDepartmentsResponse *reply)
	    : service_(service), queue_(queue), reply_(reply), writer_(&context_)
	{
		service_->RequestRankDepartments(&context_, &request_, &writer_, queue_, queue_, this);
	}
	void Proceed(bool ok) override
	{
		if (!ok || is_answered_) {
			delete this;
			return;
		}
		new RankCall(service_, queue_, reply_);
		is_answered_ = true;
		writer_.Finish(*reply_, grpc::Status::OK, this);
	}

private:
	RankService *service_;
	ServerCompletionQueue *queue_;
	const jixiao::v1::RankDepartmentsResponse *reply_;
	ServerContext context_;
	jixiao::v1::RankDepartmentsRequest request_;
	ServerAsyncResponseWriter<jixiao::v1::RankDepartmentsResponse> writer_;
	bool is_answered_ = false;
};

class RawRankCall final : public Call {
public:
	RawRankCall(RawRankService *service, ServerCompletionQueue *queue, const grpc::ByteBuffer *reply)
	    : service_(service), queue_(queue), reply_(reply), writer_(&context_)
	{
		service_->RequestRankDepartments(&context_, &request_, &writer_, queue_, queue_, this);
	}
	void Proceed(bool ok) override
	{
		if (!ok || is_answered_) {
			delete this;
			return;
		}
		new RawRankCall(service_, queue_, reply_);
		is_answered_ = true;
		writer_.Finish(*reply_, grpc::Status::OK, this);
	}

private:
	RawRankService *service_;
	ServerCompletionQueue *queue_;
	const grpc::ByteBuffer *reply_;
	ServerContext context_;
	grpc::ByteBuffer request_;
	ServerAsyncResponseWriter<grpc::ByteBuffer> writer_;
	bool is_answered_ = false;
};

/* The message of a file that holds a framed one. */
std::string ReadMessage(const char *path)
{
	std::ifstream file(path, std::ios::binary);
	std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
	if (bytes.size() < 5) {
		std::fprintf(stderr, "cannot read %s\n", path);
		std::exit(1);
	}
	return bytes.substr(5);
}

} // namespace

int main(int argc, char **argv)
{
	if (argc < 4) {
		std::fprintf(stderr, "usage: bench_grpc_peer PORT PING-REPLY RANK-REPLY [--cached]\n");
		return 2;
	}
	const bool is_cached = argc > 4 && std::string(argv[4]) == "--cached";
	const std::string rank_bytes = ReadMessage(argv[3]);
	jixiao::v1::PingResponse ping;
	jixiao::v1::RankDepartmentsResponse rank;
	if (!ping.ParseFromString(ReadMessage(argv[2])) || !rank.ParseFromString(rank_bytes)) {
		std::fprintf(stderr, "the files hold no replies\n");
		return 1;
	}
	const grpc::Slice slice(rank_bytes);
	const grpc::ByteBuffer rank_buffer(&slice, 1);
	PingService ping_service;
	RankService rank_service;
	RawRankService raw_rank_service;
	grpc::ServerBuilder builder;
	builder.AddListeningPort(std::string("127.0.0.1:") + argv[1], grpc::InsecureServerCredentials());
	builder.RegisterService(&ping_service);
	if (is_cached)
		builder.RegisterService(&raw_rank_service);
	else
		builder.RegisterService(&rank_service);
	auto queue = builder.AddCompletionQueue();
	auto server = builder.BuildAndStart();
	if (server == nullptr)
		return 1;
	for (int i = 0; i < kWaiting; i++) {
		new PingCall(&ping_service, queue.get(), &ping);
		if (is_cached)
			new RawRankCall(&raw_rank_service, queue.get(), &rank_buffer);
		else
			new RankCall(&rank_service, queue.get(), &rank);
	}
	void *tag = nullptr;
	bool ok = false;
	while (queue->Next(&tag, &ok))
		static_cast<Call *>(tag)->Proceed(ok);
	return 0;
}

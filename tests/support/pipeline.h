#pragma once

#include "base/json.h"
#include "support/database.h"
#include "support/inline_store.h"
#include "support/stages.h"
#include "support/virtual_loop.h"

namespace herald::test {

/// Everything from intake to callback on a store of its own, in virtual time, with a provider and an endpoint that the
/// test plays.
class PipelineTest : public StoreTest {
protected:
    ~PipelineTest() override {
        inline_.fail_when(nullptr);
        if (!stages_) return;
        stop_stages();
        loop_.run_for(std::chrono::hours(1));
    }

    /// They begin nothing more; what is under way ends within an hour.
    void stop_stages() {
        stages_->delivery.stop();
        stages_->callbacks.stop();
        loop_.run(stages_->lease.release());
    }

    /// Makes the process and starts it. `options` may be changed before.
    Stages& stages() {
        if (!stages_) {
            stages_ = std::make_unique<Stages>(inline_, loop_, clock(), ids(), sealer_, provider_, post(), options_);
            stages_->start();
        }
        return *stages_;
    }
    callbacks::Sender::Post post() {
        return [this](http::ClientRequest request) { return call(std::move(request)); };
    }

    /// Sends one and returns when it is durable.
    notifications::AcceptedPtr send(const SampleMessage& wanted = {}) { return send(service_, wanted); }
    notifications::AcceptedPtr send(const SampleService& from, const SampleMessage& wanted = {}) {
        auto accepted = make_message(from, ids(), clock().now(), wanted);
        loop_.run(test::accept(stages().intake, accepted));
        return accepted;
    }
    /// Stores messages that no process has in memory.
    void insert_unclaimed(const std::vector<std::shared_ptr<notifications::Accepted>>& all) {
        store().write_now([&](db::Transaction& tx) {
            std::vector<notifications::NewNotification> rows;
            notifications::CountChanges counts;
            for (const auto& one : all) {
                rows.push_back({&one->message, Uuid{}});
                counts.created(one->message);
            }
            notifications::insert_with_deliveries(tx, sealer_, rows);
            counts.flush(tx, 0);
        });
    }
    receipts::Applied receive(receipts::Receipt receipt) {
        return loop_.run(stages().receipts.accept(std::move(receipt)));
    }

    notifications::Notification stored(const Uuid& id) { return stored(service_.id, id); }
    notifications::Notification stored(const Uuid& service, const Uuid& id) {
        return *store().read_now([&](db::Transaction& tx) { return notifications::find(tx, sealer_, service, id); });
    }
    std::string status_of(const Uuid& id) { return std::string(to_text(stored(id).status)); }
    std::int64_t count(std::string_view table, std::string_view where = "") {
        const std::string text =
            "SELECT count(*) FROM " + std::string(table) + (where.empty() ? "" : " WHERE ") + std::string(where);
        const auto statement = ad_hoc(text, text, 0);
        return store().read_now([&](db::Transaction& tx) { return tx.query(statement, {})[0].get<std::int64_t>(0); });
    }
    void execute(const std::string& text) {
        const auto statement = ad_hoc(text, text, 0);
        store().write_now([&](db::Transaction& tx) { tx.execute(statement, {}); });
    }

    static receipts::Receipt receipt_by_id(const Uuid& id, notifications::Status status, std::string who = "mmg") {
        receipts::Receipt receipt;
        receipt.reference = id.to_string();
        receipt.provider = std::move(who);
        receipt.status = status;
        return receipt;
    }
    static receipts::Receipt receipt_by_reference(std::string reference, notifications::Status status,
                                                  std::optional<Timestamp> mail_time = std::nullopt) {
        receipts::Receipt receipt;
        receipt.key = receipts::Receipt::Key::provider_reference;
        receipt.reference = std::move(reference);
        receipt.provider = "ses";
        receipt.status = status;
        receipt.message_time = mail_time;
        return receipt;
    }

    /// Statuses that the endpoint was told about a message, in order.
    std::vector<std::string> told(const Uuid& id) const {
        std::vector<std::string> statuses;
        for (const auto& request : calls_) {
            const auto body = JsonDocument::parse(request.body);
            if (body->root()["id"].text() == id.to_string()) statuses.emplace_back(body->root()["status"].text());
        }
        return statuses;
    }

    const std::vector<std::string> secrets_{"the secret of these tests"};
    const crypto::Sealer sealer_{secrets_};
    VirtualLoop loop_{clock()};
    InlineStore inline_{store()};
    FakeProvider provider_{loop_};
    StagesOptions options_;
    SampleService service_ = make_sample_service(store(), clock(), ids(), sealer_,
                                                 {.name = "Sample", .callback_url = "https://service.example/status"});
    std::vector<http::ClientRequest> calls_;
    std::function<http::ClientResponse(const http::ClientRequest&)> endpoint_ = [](const http::ClientRequest&) {
        return answered(200);
    };
    std::function<Duration(const http::ClientRequest&)> endpoint_latency_ = [](const http::ClientRequest&) {
        return Duration(std::chrono::milliseconds(5));
    };

    static http::ClientResponse answered(int status) {
        http::ClientResponse response;
        response.outcome = http::ClientOutcome::answered;
        response.status = status;
        return response;
    }

private:
    Task<http::ClientResponse> call(http::ClientRequest request) {
        calls_.push_back(request);
        http::ClientResponse response = endpoint_(request);
        co_await sleep(loop_, endpoint_latency_(request));
        co_return response;
    }

    std::unique_ptr<Stages> stages_;
};

}  // namespace herald::test

#include "app/invariants/invariant.h"

#include <map>

#include "app/doctor_sql.h"

namespace herald::app {
namespace {

constexpr std::int64_t examples_max = 10;

/// An invariant whose statement gives the ids of the rows that break it.
class NoSuchRows final : public Invariant {
public:
    NoSuchRows(std::string_view name, std::string_view rule, const db::Statement& statement)
        : name_(name), rule_(rule), statement_(statement) {}
    std::string_view name() const override { return name_; }
    std::string_view rule() const override { return rule_; }
    std::vector<std::string> violations(db::Transaction& tx, Timestamp) const override {
        std::vector<std::string> found;
        for (const auto row : tx.query(statement_, {examples_max})) found.push_back(row.get<Uuid>(0).to_string());
        return found;
    }

private:
    std::string_view name_, rule_;
    const db::Statement& statement_;
};

/// The same for what is allowed for a moment: only rows older than a minute count.
class NoSuchRowsForLong final : public Invariant {
public:
    NoSuchRowsForLong(std::string_view name, std::string_view rule, const db::Statement& statement)
        : name_(name), rule_(rule), statement_(statement) {}
    std::string_view name() const override { return name_; }
    std::string_view rule() const override { return rule_; }
    std::vector<std::string> violations(db::Transaction& tx, Timestamp now) const override {
        std::vector<std::string> found;
        for (const auto row : tx.query(statement_, {now - std::chrono::minutes(1), examples_max}))
            found.push_back(row.get<Uuid>(0).to_string());
        return found;
    }

private:
    std::string_view name_, rule_;
    const db::Statement& statement_;
};

class CountersEqualTheirRecount final : public Invariant {
public:
    std::string_view name() const override { return "counters"; }
    std::string_view rule() const override {
        return "The counters by service and status equal a recount of the messages";
    }
    std::vector<std::string> violations(db::Transaction& tx, Timestamp) const override {
        std::map<std::pair<Uuid, std::string>, std::int64_t> difference;
        for (const auto row : tx.query(sql::counted_messages, {}))
            difference[{row.get<Uuid>(0), row.get<std::string>(1)}] += row.get<std::int64_t>(2);
        for (const auto row : tx.query(sql::recounted_messages, {}))
            difference[{row.get<Uuid>(0), row.get<std::string>(1)}] -= row.get<std::int64_t>(2);
        std::vector<std::string> found;
        for (const auto& [group, by] : difference)
            if (by != 0 && found.size() < examples_max)
                found.push_back(group.first.to_string() + " " + group.second + ": counted " + (by > 0 ? "+" : "") +
                                std::to_string(by));
        return found;
    }
};

}  // namespace

std::vector<std::unique_ptr<Invariant>> all_invariants() {
    std::vector<std::unique_ptr<Invariant>> all;
    const auto add = [&](std::string_view name, std::string_view rule, const db::Statement& statement) {
        all.push_back(std::make_unique<NoSuchRows>(name, rule, statement));
    };
    all.push_back(std::make_unique<NoSuchRowsForLong>("created-has-delivery",
                                                      "Every message that is created has exactly one delivery",
                                                      sql::created_without_delivery));
    add("delivery-has-message", "Every delivery belongs to a message", sql::deliveries_without_message);
    add("ended-has-no-delivery", "A message that was handed over or ended waits for no delivery",
        sql::deliveries_of_ended_messages);
    add("delivery-owner-lives", "Every claimed delivery belongs to a worker that is registered", sql::claims_of_nobody);
    add("callback-owner-lives", "Every claimed callback belongs to a worker that is registered",
        sql::callback_claims_of_nobody);
    add("job-row-once", "No row of a job is stored twice", sql::job_rows_stored_twice);
    add("one-home", "A message is either live or archived, never both", sql::messages_in_two_places);
    add("no-test-history", "No message of a test key is archived", sql::test_rows_in_history);
    add("template-version", "The current version of every template is also in its history",
        sql::templates_without_their_version);
    add("provider-version", "Every provider's priority is from 0 to 100 and its current version is in its history",
        sql::providers_out_of_order);
    all.push_back(std::make_unique<NoSuchRowsForLong>("parked-receipts-matched",
                                                      "No receipt stays parked when its message is known",
                                                      sql::parked_receipts_of_known_messages));
    all.push_back(std::make_unique<CountersEqualTheirRecount>());
    return all;
}

}  // namespace herald::app

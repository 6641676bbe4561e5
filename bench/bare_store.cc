// What the store does by itself: batches of notifications inserted through db::Store, durable after each transaction,
// with nothing else going on. Prints rows a second for 1, 64 and 500 rows a transaction as JSON.
//
//   bare_store ADDRESS SECONDS        a path: SQLite; postgresql://…: PostgreSQL. The store must be empty.

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <stdexcept>

#include "base/clock.h"
#include "base/ids.h"
#include "db/migrate.h"
#include "db/open.h"

namespace {

using namespace herald;

const db::Statement& insert_notification() {
    for (const db::Statement* statement : db::catalogue()) {
        if (statement->name == "insert_notification") return *statement;
    }
    throw std::runtime_error("the statement insert_notification is gone: bare_store has to follow");
}

/// The ids that a batch's rows have in common.
struct Owner {
    Uuid service;
    Uuid templ;
    Uuid key;
};

/// In the order of the statement's parameter list; columns that came later are null for most messages.
db::Params row_of(const Owner& owner, Uuid id, Timestamp now) {
    db::Params row = {id,
                      owner.service,
                      owner.templ,
                      1,
                      owner.key,
                      "normal",
                      "sms",
                      "created",
                      "07700900123",
                      "447700900123",
                      db::Blob{"sealed personalisation of about the usual length, with a name in it"},
                      std::nullopt,
                      "HERALD",
                      std::nullopt,
                      false,
                      "44",
                      1.0,
                      now};
    row.resize(insert_notification().parameter_count, std::nullopt);
    return row;
}

class Measurement {
public:
    Measurement(db::Store& store, double seconds) : store_(store), seconds_(seconds) {}

    double rows_per_second(std::size_t batch) {
        const auto start = std::chrono::steady_clock::now();
        std::size_t rows = 0;
        std::chrono::duration<double> elapsed{};
        while (elapsed.count() < seconds_) {
            insert(batch);
            rows += batch;
            elapsed = std::chrono::steady_clock::now() - start;
        }
        return static_cast<double>(rows) / elapsed.count();
    }

private:
    void insert(std::size_t batch) {
        std::vector<db::Params> all;
        all.reserve(batch);
        for (std::size_t i = 0; i < batch; ++i) all.push_back(row_of(owner_, ids_.next_ordered(), clock_.now()));
        store_.write_now([&](db::Transaction& tx) { tx.execute_many(insert_notification(), all); });
    }

    db::Store& store_;
    double seconds_;
    SystemClock clock_;
    RandomIdSource ids_{clock_};
    Owner owner_{ids_.next_random(), ids_.next_random(), ids_.next_random()};
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: bare_store ADDRESS SECONDS\n";
        return 2;
    }
    try {
        Metrics metrics;
        const auto store = db::open({.address = argv[1]}, metrics);
        db::migrate(*store, SystemClock().now());
        Measurement measurement(*store, std::atof(argv[2]));
        const double one = measurement.rows_per_second(1);
        const double few = measurement.rows_per_second(64);
        const double many = measurement.rows_per_second(500);
        std::cout << fmt::format(R"({{"1":{:.1f},"64":{:.1f},"500":{:.1f}}})", one, few, many) << "\n";
        store->stop();
    } catch (const std::exception& failure) {
        std::cerr << "bare_store: " << failure.what() << "\n";
        return 1;
    }
}

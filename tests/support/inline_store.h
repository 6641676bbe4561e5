#pragma once

#include <map>
#include <vector>

#include "db/store.h"

namespace herald::test {

/// A store that runs every unit of work at once, on the caller's thread, in another store: with a VirtualLoop the whole
/// main path runs in one thread and in one order. It can be told to fail.
class InlineStore final : public db::Store {
public:
    enum class Fault {
        none,
        refused,      ///< nothing is committed, and the caller is told so
        answer_lost,  ///< it is committed, but the caller is told that the store is gone
    };

    explicit InlineStore(db::Store& store) : store_(store) {}

    /// Asked before every write.
    void fail_when(std::function<Fault()> fault) { fault_ = std::move(fault); }

    db::Engine engine() const override { return store_.engine(); }
    void submit_write(Work work, Done done) override {
        const Fault fault = fault_ ? fault_() : Fault::none;
        if (fault == Fault::refused)
            return done(std::make_exception_ptr(db::StoreUnavailable("the test's store is gone")));
        std::vector<std::string> channels;
        auto failure = run([&] {
            store_.write_now([&](db::Transaction& tx) {
                channels.clear();
                Listening listening(tx, channels);
                work(listening);
            });
        });
        if (!failure)
            for (const auto& channel : channels)
                for (const auto& wake : listeners_[channel]) wake();
        if (fault == Fault::answer_lost)
            failure = std::make_exception_ptr(db::CommitUnknown("the answer of the test's store was lost"));
        done(failure);
    }
    void submit_read(Work work, Done done) override {
        done(run([&] { store_.read_now([&](db::Transaction& tx) { work(tx); }); }));
    }
    bool accepts_writes() const override { return store_.accepts_writes(); }
    void listen(std::string channel, std::function<void()> wake) override {
        listeners_[channel].push_back(std::move(wake));
    }
    void stop() override { listeners_.clear(); }

private:
    /// Keeps notifications for the listeners of this object, where they are heard in a fixed order.
    class Listening final : public db::Transaction {
    public:
        Listening(db::Transaction& tx, std::vector<std::string>& channels) : tx_(tx), channels_(channels) {}
        db::Engine engine() const override { return tx_.engine(); }
        db::Rows query(const db::Statement& s, const db::Params& p) override { return tx_.query(s, p); }
        std::int64_t execute(const db::Statement& s, const db::Params& p) override { return tx_.execute(s, p); }
        std::vector<std::int64_t> execute_many(const db::Statement& s, std::span<const db::Params> all) override {
            return tx_.execute_many(s, all);
        }
        void post_many(const db::Statement& s, std::span<const db::Params> all) override { tx_.post_many(s, all); }
        std::vector<db::Rows> query_many(const db::Statement& s, std::span<const db::Params> all) override {
            return tx_.query_many(s, all);
        }
        void notify(std::string_view channel) override { channels_.emplace_back(channel); }

    private:
        db::Transaction& tx_;
        std::vector<std::string>& channels_;
    };

    template <class F>
    static std::exception_ptr run(F work) {
        try {
            work();
            return nullptr;
        } catch (...) {
            return std::current_exception();
        }
    }

    db::Store& store_;
    std::function<Fault()> fault_;
    std::map<std::string, std::vector<std::function<void()>>> listeners_;
};

}  // namespace herald::test

// What must hold when the days of a world are over.

#include "app/invariants/invariant.h"
#include "simulation/world.h"

namespace herald::simulation {

std::vector<Uuid> World::claimed_messages() {
    const std::string_view text = "SELECT notification_id FROM deliveries WHERE owner IS NOT NULL";
    const auto statement = test::ad_hoc(text, text, 0);
    return store_.read_now([&](db::Transaction& tx) {
        std::vector<Uuid> found;
        for (const auto row : tx.query(statement, {})) found.push_back(row.get<Uuid>(0));
        return found;
    });
}

std::map<Uuid, std::string> World::final_statuses() {
    const std::string_view text = "SELECT id, status FROM notifications";
    const auto statement = test::ad_hoc(text, text, 0);
    return store_.read_now([&](db::Transaction& tx) {
        std::map<Uuid, std::string> found;
        for (const auto row : tx.query(statement, {})) found[row.get<Uuid>(0)] = row.get<std::string>(1);
        return found;
    });
}

std::set<std::pair<Uuid, std::string>> World::failed_callbacks() {
    const std::string_view text = "SELECT payload FROM failed_callbacks";
    const auto statement = test::ad_hoc(text, text, 0);
    return store_.read_now([&](db::Transaction& tx) {
        std::set<std::pair<Uuid, std::string>> found;
        for (const auto row : tx.query(statement, {})) {
            callbacks::Callback callback;
            if (!callbacks::open_payload(sealer_, row.get<db::Blob>(0).bytes, callback)) continue;
            const auto body = JsonDocument::parse(callback.body);
            found.emplace(*Uuid::parse(body->root()["id"].text()), std::string(body->root()["status"].text()));
        }
        return found;
    });
}

void World::check_messages(Outcome& outcome) {
    const auto statuses = final_statuses();
    const auto failed = failed_callbacks();
    const auto complain = [&](const Uuid& id, const std::string& what) {
        outcome.broken.push_back("message " + id.to_string() + " " + what);
    };
    for (const auto& [id, message] : messages_) {
        const auto stored = statuses.find(id);
        if (stored == statuses.end()) {
            if (message.acknowledged) complain(id, "was accepted and is lost");
            if (sends_[id] > 0) complain(id, "was sent and never stored");
            continue;
        }
        const std::string& status = stored->second;
        trace_.add(status);
        const auto known = notifications::status_from_text(status);
        if (!known || !notifications::is_completed(*known)) complain(id, "ended as " + status);
        if (sends_[id] > 1) {
            ++outcome.repeats;
            if (!message.may_go_out_again)
                complain(id, "went out " + std::to_string(sends_[id]) + " times without need");
        }
        if (message.is_test && sends_[id] > 0) complain(id, "of a test key went to a provider");
        auto told = message.told;
        for (const auto& [of, what] : failed)
            if (of == id) told.insert(what);
        if (told != std::set<std::string>{status}) {
            std::string all;
            for (const auto& one : told) all += " " + one;
            complain(id, "is " + status + " and its service was told:" + all);
        }
    }
}

void World::check_invariants(Outcome& outcome, bool at_work) {
    store_.read_now([&](db::Transaction& tx) {
        for (const auto& invariant : app::all_invariants()) {
            if (at_work &&
                (invariant->name().ends_with("-owner-lives") || invariant->name() == "parked-receipts-matched"))
                continue;
            for (const auto& violation : invariant->violations(tx, clock_.now()))
                outcome.broken.push_back("invariant " + std::string(invariant->name()) + ": " + violation);
        }
    });
}

}  // namespace herald::simulation

#pragma once

#include <array>
#include <map>
#include <set>

#include "base/json.h"
#include "simulation/process.h"
#include "simulation/random.h"
#include "support/database.h"

namespace herald::simulation {

/// What one seed gave.
struct Outcome {
    std::vector<std::string> broken;  ///< what did not hold; empty when all did
    std::uint64_t trace = 0;          ///< the same for the same seed
    std::size_t messages = 0, restarts = 0, sends = 0, repeats = 0, calls = 0;
};

/// Days of two processes on one store: messages come in, a faulty provider takes them and tells of them too early, too
/// late, twice or never, services' endpoints fail, the store fails for moments, and processes die at any moment.
class World {
public:
    World(db::Store& store, std::uint64_t seed);
    Outcome run();

private:
    using Status = notifications::Status;
    static constexpr std::size_t processes = 2;

    /// What the world knows of a message that was accepted, or may have been.
    struct Message {
        bool is_test = false;  ///< of a test key: no provider ever sees it
        bool acknowledged = false;
        bool may_go_out_again = false;  ///< an outcome was unknown, or a process died at the wrong moment
        std::set<std::string> told;     ///< statuses that the endpoint has taken
    };

    void start_process(std::size_t slot);
    void kill_process(std::size_t slot);
    Process& any_process() { return *processes_[random_.below(processes)]; }

    void act();
    void accept_some();
    Task<void> accept(Process& process, notifications::AcceptedPtr accepted);
    Task<void> receive(receipts::Receipt receipt);
    void schedule_receipts(const test::FakeProvider::Sent& sent, const std::string& reference);
    delivery::SendResult answer(const test::FakeProvider::Sent& sent);
    Task<http::ClientResponse> take_call(http::ClientRequest request);
    void heal();
    void settle(int hours);
    void run_tasks();

    void check_messages(Outcome& outcome);
    /// `at_work`: what is allowed for a moment is not looked at.
    void check_invariants(Outcome& outcome, bool at_work);
    std::vector<Uuid> claimed_messages();
    std::map<Uuid, std::string> final_statuses();
    std::set<std::pair<Uuid, std::string>> failed_callbacks();
    void note(std::string_view what, const Uuid& id);

    db::Store& store_;
    std::uint64_t seed_;
    Random random_;
    Trace trace_;
    VirtualClock clock_{*Timestamp::parse_iso("2026-11-02T10:00:00Z")};
    SeededIdSource ids_{clock_, seed_};
    const std::vector<std::string> secrets_{"the secret of the simulation"};
    const crypto::Sealer sealer_{secrets_};
    test::VirtualLoop loop_{clock_};
    test::FakeProvider provider_{loop_};
    test::SampleService service_;
    test::StagesOptions options_;
    std::array<std::unique_ptr<Process>, processes> processes_;
    /// Killed processes: suspended work of theirs still refers to them, and will never run.
    std::vector<std::unique_ptr<Process>> graveyard_;
    std::map<Uuid, Message> messages_;
    std::map<Uuid, std::size_t> sends_;
    bool faulty_ = true;
    std::size_t restarts_ = 0, calls_ = 0;
};

}  // namespace herald::simulation

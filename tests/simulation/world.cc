#include "simulation/world.h"

#include "delivery/safety_nets.h"

namespace herald::simulation {

using namespace std::chrono_literals;
using Result = delivery::SendResult;

namespace {

/// Polls and renewals are far apart: days pass in a moment, and what was lost with a process is found all the same.
test::StagesOptions slow_options() {
    test::StagesOptions options;
    options.lease.length = 40min;
    options.look_every(5min);
    options.delivery.in_flight_max = 4;
    options.delivery.queue_max = 8;
    options.delivery.retries_max = 6;
    options.callbacks.in_flight_max = 4;
    options.callbacks.health.failures_max = 2;  // So few calls fail in a row here that twenty would never do.
    return options;
}

}  // namespace

World::World(db::Store& store, std::uint64_t seed)
    : store_(store), seed_(seed), random_(seed), options_(slow_options()) {
    service_ = test::make_sample_service(store_, clock_, ids_, sealer_,
                                         {.name = "Sample", .callback_url = "https://service.example/status"});
    provider_.answer = [this](const auto& sent) { return answer(sent); };
    provider_.latency = [this] {
        return Duration(random_.percent(5) ? 9s : std::chrono::milliseconds(random_.below(500)));
    };
    for (std::size_t slot = 0; slot < processes; ++slot) start_process(slot);
}

void World::note(std::string_view what, const Uuid& id) {
    trace_.add(what);
    trace_.add(id.to_string());
    trace_.add(clock_.now().to_iso());
}

void World::start_process(std::size_t slot) {
    options_.seed = random_.below(1'000'000);
    auto post = [this](http::ClientRequest request) { return take_call(std::move(request)); };
    processes_[slot] =
        std::make_unique<Process>(store_, loop_, clock_, ids_, sealer_, provider_, std::move(post), options_);
    processes_[slot]->inline_store.fail_when([this] {
        using Fault = test::InlineStore::Fault;
        if (!faulty_ || !random_.percent(2)) return Fault::none;
        return random_.percent(50) ? Fault::refused : Fault::answer_lost;
    });
}

void World::kill_process(std::size_t slot) {
    ++restarts_;
    note("kill", processes_[slot]->stages.lease.id());
    // What a provider has and the store does not know of goes out again, which nobody can prevent.
    for (const Uuid& id : claimed_messages())
        if (sends_[id] > 0) messages_[id].may_go_out_again = true;
    processes_[slot]->loop.kill();
    graveyard_.push_back(std::move(processes_[slot]));
    start_process(slot);
}

Outcome World::run() {
    Outcome outcome;
    for (int step = 0; step < 60; ++step) {
        act();
        loop_.run_for(std::chrono::seconds(random_.below(600)));
        if (step % 10 == 9) check_invariants(outcome, true);
    }
    heal();
    // Retries and lost work settle within hours; then the messages without a receipt reach their third day.
    settle(4);
    clock_.advance(73h);
    settle(3);
    check_messages(outcome);
    check_invariants(outcome, false);
    outcome.trace = trace_.hash();
    outcome.messages = messages_.size();
    outcome.restarts = restarts_;
    outcome.sends = provider_.sent.size();
    outcome.calls = calls_;
    return outcome;
}

void World::settle(int hours) {
    for (int hour = 0; hour < hours; ++hour) {
        loop_.run_for(1h);
        run_tasks();
    }
    loop_.run_for(1min);
}

void World::act() {
    if (random_.percent(60)) accept_some();
    if (random_.percent(12)) kill_process(random_.below(processes));
    if (random_.percent(10)) run_tasks();
}

void World::accept_some() {
    const std::uint64_t number = 1 + random_.below(4);
    for (std::uint64_t i = 0; i < number; ++i) {
        test::SampleMessage wanted;
        if (random_.percent(40)) wanted.channel = notifications::Channel::email;
        if (random_.percent(15)) wanted.key_type = services::KeyType::test;
        const auto accepted = test::make_message(service_, ids_, clock_.now(), wanted);
        messages_[accepted->message.id].is_test = wanted.key_type == services::KeyType::test;
        spawn(accept(any_process(), accepted));
    }
}

Task<void> World::accept(Process& process, notifications::AcceptedPtr accepted) {
    const Uuid id = accepted->message.id;
    try {
        co_await test::accept(process.stages.intake, std::move(accepted));
        messages_[id].acknowledged = true;
        note("accepted", id);
    } catch (const db::StoreUnavailable&) {
        note("refused", id);
    }
}

Result World::answer(const test::FakeProvider::Sent& sent) {
    note("sent", sent.id);
    ++sends_[sent.id];
    Result result;
    result.error = "as chance wants";
    const std::uint64_t dice = faulty_ ? random_.below(100) : 99;
    if (dice < 15) {
        result.outcome = random_.percent(50) ? Result::Outcome::retryable : Result::Outcome::throttled;
        --sends_[sent.id];  // the provider does not have it
        return result;
    }
    if (dice < 17) {
        result.outcome = Result::Outcome::rejected;
        --sends_[sent.id];
        return result;
    }
    const std::string reference = sent.provider == "ses" ? "ses-" + std::to_string(provider_.sent.size()) : "";
    schedule_receipts(sent, reference);
    if (dice < 27) {
        result.outcome = Result::Outcome::unknown;
        messages_[sent.id].may_go_out_again = true;
        return result;
    }
    result.outcome = Result::Outcome::accepted;
    result.reference = reference;
    return result;
}

void World::schedule_receipts(const test::FakeProvider::Sent& sent, const std::string& reference) {
    if (random_.percent(10)) return;  // never told
    std::vector<Status> statuses;
    if (reference.empty() && random_.percent(30)) statuses.push_back(Status::pending);
    statuses.push_back(random_.percent(70)   ? Status::delivered
                       : random_.percent(50) ? Status::temporary_failure
                                             : Status::permanent_failure);
    if (random_.percent(20)) statuses.push_back(statuses.back());
    if (random_.percent(10)) std::swap(statuses.front(), statuses.back());
    for (const Status status : statuses) {
        receipts::Receipt receipt;
        receipt.provider = sent.provider;
        receipt.status = status;
        receipt.reference = reference.empty() ? sent.id.to_string() : reference;
        receipt.message_time = clock_.now();
        if (!reference.empty()) receipt.key = receipts::Receipt::Key::provider_reference;
        // At once (before the answer), soon, or much later.
        const std::uint64_t kind = random_.below(10);
        const Duration delay = kind < 2   ? 0s
                               : kind < 9 ? std::chrono::seconds(random_.below(60))
                                          : std::chrono::hours(random_.below(12));
        loop_.after(delay, [this, receipt] { spawn(receive(receipt)); });
    }
}

Task<void> World::receive(receipts::Receipt receipt) {
    // A provider repeats a receipt that was not answered with 200; the process may also die before it answers.
    const auto answered = std::make_shared<bool>(false);
    loop_.after(10min, [this, receipt, answered] {
        if (!*answered) spawn(receive(receipt));
    });
    Process& process = any_process();
    try {
        const auto applied = co_await process.stages.receipts.accept(receipt);
        *answered = true;
        trace_.add(receipt.reference);
        trace_.add(std::to_string(static_cast<int>(applied.result)));
    } catch (const db::StoreUnavailable&) {
        trace_.add("503");
    }
}

Task<http::ClientResponse> World::take_call(http::ClientRequest request) {
    ++calls_;
    const auto body = JsonDocument::parse(request.body);
    const Uuid id = *Uuid::parse(body->root()["id"].text());
    const std::string status(body->root()["status"].text());
    note("called " + status, id);
    http::ClientResponse response;
    const std::uint64_t dice = faulty_ ? random_.below(100) : 99;
    Duration latency = 10ms;
    if (dice < 15) {
        response.outcome = http::ClientOutcome::refused;
    } else if (dice < 25) {
        response.outcome = http::ClientOutcome::timed_out;
        latency = 5s;
    } else {
        response.outcome = http::ClientOutcome::answered;
        response.status = dice < 40 ? 503 : dice < 42 ? 404 : 200;
    }
    if (response.status == 200) messages_[id].told.insert(status);
    co_await sleep(loop_, latency);
    co_return response;
}

void World::heal() {
    faulty_ = false;
    trace_.add("healed");
}

void World::run_tasks() {
    const Timestamp now = clock_.now();
    store_.write_now([&](db::Transaction& tx) {
        delivery::time_out_batch(tx, sealer_, ids_, now, 0, {});
        delivery::replay_created(tx, now, {});
        delivery::free_claims_of_nobody(tx);
    });
    auto& receipts = processes_[0]->stages.receipts;
    const auto match = [](receipts::Receipts& stage) -> Task<void> {
        try {
            co_await stage.match_parked();
        } catch (const db::StoreUnavailable&) {
            // The next run does it.
        }
    };
    spawn(match(receipts));
}

}  // namespace herald::simulation

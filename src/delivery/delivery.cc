#include "delivery/delivery.h"

#include "base/jitter.h"
#include "base/log.h"
#include "delivery/meters.h"
#include "delivery/provider_route.h"

namespace herald::delivery {

using Kind = Outcome::Kind;
using notifications::Channel;
using notifications::Status;

Delivery::Delivery(Parts parts, Options options)
    : parts_(parts),
      options_(std::move(options)),
      outcome_store_(parts.sealer, parts.ids, parts.clock, parts.lease, parts.callbacks, parts.shards,
                     options_.applier),
      outcomes_(parts.store, parts.loop,
                [this](db::Transaction& tx, std::span<const Outcome> outcomes) {
                    return outcome_store_.record(tx, outcomes);
                }),
      lanes_{LaneWork{Lane::sms, {}, 0, 0, {}}, LaneWork{Lane::sms_abroad, {}, 0, 0, {}},
             LaneWork{Lane::email, {}, 0, 0, {}}, LaneWork{Lane::simulated, {}, 0, 0, {}}},
      claims_(parts.store, parts.loop, parts.lease, "deliveries", {options_.poll_interval, options_.wake_interval}),
      jitter_(static_cast<unsigned>(parts.clock.now().micros)),
      meters_(std::make_unique<Meters>(parts.metrics)) {}

Delivery::~Delivery() = default;

void Delivery::start() {
    claims_.start([this] { return claim(); }, [this] { pump(); });
}

Task<Outcome> Delivery::attempt(Work work, bool is_service_active) {
    const auto& message = work.accepted->message;
    if (message.status != Status::created && work.step == Step::send) {
        // A receipt overtook the commit of the outcome, or the message was ended otherwise: this is what makes
        // repeated deliveries harmless.
        log::warning("delivery_not_needed", "A message is not sent because it is no longer created",
                     {{"notification_id", message.id}, {"status", to_text(message.status)}});
        Outcome outcome{Kind::already_done, std::move(work)};
        outcome.at = parts_.clock.now();
        if (outcome.work.accepted->message.channel == Channel::sms && outcome.work.accepted->source)
            outcome.billable_units = make_sms(*outcome.work.accepted).fragments;
        co_return outcome;
    }
    if (!work.accepted->source) co_return given_up_without_trying(std::move(work), "template missing");
    if (!is_service_active) co_return given_up_without_trying(std::move(work), "service is inactive");
    if (work.step == Step::simulate) co_return simulated_receipt(std::move(work));
    const bool is_sms = message.channel == Channel::sms;
    if (message.key_type == services::KeyType::test) {
        std::string name(parts_.providers.name_for_simulation(is_sms, message.international));
        if (name.empty()) co_return without_provider(std::move(work), "no active provider", 0);
        co_return simulate(std::move(work), std::move(name));
    }
    if (is_sms) co_return co_await attempt_sms(std::move(work));
    co_return co_await attempt_email(std::move(work));
}

Task<Outcome> Delivery::attempt_sms(Work work) {
    const MadeSms made = make_sms(*work.accepted);
    SmsRoute* route = parts_.providers.choose_sms(made.message.international, work.last_provider);
    if (route == nullptr) co_return without_room(std::move(work), "no active SMS provider", made.fragments);
    std::string name = route->name;
    SendResult result = co_await parts_.providers.send(*route, made.message);
    co_return judge(std::move(work), std::move(result), std::move(name), made.fragments);
}

Task<Outcome> Delivery::attempt_email(Work work) {
    EmailRoute* route = parts_.providers.choose_email();
    if (route == nullptr) co_return without_room(std::move(work), "no active email provider", 0);
    std::string name = route->name;
    std::optional<unsubscribe::Links> links;
    const auto& message = work.accepted->message;
    if (work.accepted->source->has_unsubscribe_link)
        links = parts_.links.make(message.id, message.normalised_recipient);
    const OutgoingEmail email = make_email(*work.accepted, options_.installation, links);
    SendResult result = co_await parts_.providers.send(*route, email);
    co_return judge(std::move(work), std::move(result), std::move(name), 0);
}

Outcome Delivery::simulate(Work work, std::string provider) {
    const auto& message = work.accepted->message;
    Outcome outcome{Kind::simulated, std::move(work)};
    outcome.at = outcome.due_at = parts_.clock.now();
    outcome.status = message.international ? Status::sent : Status::sending;
    if (message.channel == Channel::email) outcome.reference = parts_.ids.next_random().to_string();
    outcome.provider = std::move(provider);
    return outcome;
}

Outcome Delivery::simulated_receipt(Work work) {
    const auto& message = work.accepted->message;
    Outcome outcome{Kind::receipt_due, std::move(work)};
    outcome.at = parts_.clock.now();
    outcome.provider = message.sent_by.value_or(outcome.work.last_provider);
    if (message.channel == Channel::sms) outcome.billable_units = make_sms(*outcome.work.accepted).fragments;
    for (const Status status : simulated_statuses(message, outcome.provider)) {
        receipts::Receipt receipt;
        receipt.key = receipts::Receipt::Key::notification_id;
        receipt.reference = message.id.to_string();
        receipt.provider = outcome.provider;
        receipt.status = status;
        receipt.detail_code = status == Status::temporary_failure && outcome.provider == "firetext" ? "102" : "";
        outcome.receipts.push_back(std::move(receipt));
    }
    return outcome;
}

Outcome Delivery::judge(Work work, SendResult result, std::string provider, std::int64_t units) {
    using Result = SendResult::Outcome;
    const bool international = work.accepted->message.international;
    const Uuid id = work.accepted->message.id;
    Failure failure{std::string(to_text(result.outcome)), std::move(result.error), provider};
    switch (result.outcome) {
        case Result::accepted:
            break;
        case Result::rejected:
            return given_up(std::move(work), Status::technical_failure, std::move(failure), units);
        case Result::undeliverable:
            return given_up(std::move(work), result.status_when_undeliverable, std::move(failure), units);
        case Result::unknown:
            meters_->unknown.add();
            [[fallthrough]];
        case Result::retryable:
        case Result::throttled: {
            failure.error = provider + ": " + failure.reason + ": " + failure.error;
            failure.provider_failed = true;
            work.last_provider = std::move(provider);
            return failed(std::move(work), std::move(failure), units);
        }
    }
    Outcome outcome{Kind::handed_over, std::move(work)};
    outcome.at = parts_.clock.now();
    outcome.status = international ? Status::sent : Status::sending;
    outcome.provider = std::move(provider);
    if (!result.reference.empty()) outcome.reference = std::move(result.reference);
    outcome.parts = std::move(result.parts);
    outcome.billable_units = units;
    if (result.status_on_acceptance) {
        receipts::Receipt receipt;
        receipt.reference = id.to_string();
        receipt.provider = outcome.provider;
        receipt.status = *result.status_on_acceptance;
        outcome.receipts.push_back(std::move(receipt));
    }
    return outcome;
}

Outcome Delivery::failed(Work work, Failure failure, std::int64_t units) {
    if (work.attempts >= options_.retries_max) {
        log::error("delivery_retries_used_up",
                   "A message could not be handed to any provider and is now a technical failure",
                   {{"notification_id", work.accepted->message.id},
                    {"attempts", work.attempts + 1},
                    {"error", failure.error}});
        return given_up(std::move(work), Status::technical_failure, std::move(failure), units);
    }
    // The first retry of a text message is at once: another provider will probably be drawn.
    const bool at_once = work.attempts == 0 && work.accepted->message.channel == Channel::sms && !stopping_;
    Outcome outcome{Kind::retry, std::move(work)};
    outcome.at = parts_.clock.now();
    outcome.due_at = at_once ? outcome.at : retry_at();
    outcome.keep_owned = at_once;
    outcome.error = std::move(failure.error);
    outcome.reason = std::move(failure.reason);
    outcome.provider = std::move(failure.provider);
    outcome.provider_failed = failure.provider_failed;
    outcome.billable_units = units;
    return outcome;
}

Outcome Delivery::given_up(Work work, Status status, Failure failure, std::int64_t units) {
    Outcome outcome{Kind::given_up, std::move(work)};
    outcome.status = status;
    outcome.at = parts_.clock.now();
    outcome.error = std::move(failure.error);
    outcome.reason = std::move(failure.reason);
    outcome.provider = std::move(failure.provider);
    outcome.provider_failed = failure.provider_failed;
    outcome.billable_units = units;
    outcome.call_back = status != Status::technical_failure || options_.callback_on_technical_failure;
    return outcome;
}

Outcome Delivery::without_room(Work work, const char* nobody, std::int64_t units) {
    const Lane lane = notifications::lane_of(work.accepted->message);
    if (!parts_.providers.serves(lane)) return without_provider(std::move(work), nobody, units);
    Outcome outcome{Kind::postponed, std::move(work)};
    outcome.at = parts_.clock.now();
    outcome.due_at = outcome.at;
    outcome.error = "waits for a provider that is left alone";
    return outcome;
}

Outcome Delivery::without_provider(Work work, std::string error, std::int64_t units) {
    return failed(std::move(work), {"no-provider", std::move(error), {}}, units);
}

Outcome Delivery::given_up_without_trying(Work work, std::string error) {
    return given_up(std::move(work), Status::technical_failure, {"not-possible", std::move(error), {}}, 0);
}

Timestamp Delivery::retry_at() {
    return parts_.clock.now() + jittered(options_.retry_delay, jitter_);
}

Task<std::optional<OutcomeStore::Recorded>> Delivery::submit_until_settled(const Outcome& outcome) {
    // A store that is gone for a moment must not make a message go out twice: what became of it is offered until it is
    // taken. If the delivery has gone to another worker meanwhile, it changes nothing.
    bool failed_before = false, may_be_taken_later = true;
    while (may_be_taken_later) {
        std::optional<OutcomeStore::Recorded> recorded;
        std::string error;
        try {
            recorded = co_await outcomes_.submit(outcome);
        } catch (const db::StoreUnavailable& failure) {
            error = failure.what();
            may_be_taken_later = !stopping_;
        } catch (const db::StoreError& failure) {
            error = failure.what();
            may_be_taken_later = false;
        }
        if (recorded) {
            // The lost answer was a commit, and there may be callbacks that this process does not know to be its own.
            if (failed_before && !recorded->owned) parts_.lease.start_afresh();
            co_return recorded;
        }
        failed_before = true;
        log::error(may_be_taken_later ? "outcome_not_recorded_yet" : "outcome_not_recorded",
                   may_be_taken_later ? "The outcome of a delivery could not be stored; trying again"
                                      : "The outcome of a delivery could not be stored; the message may go out again",
                   {{"notification_id", outcome.work.accepted->message.id}, {"error", error}});
        if (may_be_taken_later) co_await sleep(parts_.loop, options_.record_retry);
    }
    co_return std::nullopt;
}

Task<void> Delivery::record(Outcome outcome) {
    std::optional<OutcomeStore::Recorded> settled = co_await submit_until_settled(outcome);
    if (!settled) co_return;
    OutcomeStore::Recorded recorded = std::move(*settled);
    if (!recorded.callbacks.empty()) parts_.callbacks->take(std::move(recorded.callbacks));
    if (!recorded.owned) {
        log::warning("delivery_not_owned", "An outcome came after the delivery had gone to another worker",
                     {{"notification_id", outcome.work.accepted->message.id}});
        co_return;
    }
    meters_->recording.observe(to_seconds(parts_.clock.now() - outcome.at));
    report(outcome);
    const bool is_sms = outcome.work.accepted->message.channel == Channel::sms;
    if (outcome.provider_failed && is_sms && parts_.balancer != nullptr) parts_.balancer->noted_error(outcome.provider);
    Work& work = outcome.work;
    if (outcome.kind == Kind::simulated) {
        work.step = Step::simulate;
        work.last_provider = outcome.provider;
    } else if (outcome.kind == Kind::retry && outcome.keep_owned) {
        ++work.attempts;
    } else {
        co_return;
    }
    enqueue(std::move(work));
}

void Delivery::report(const Outcome& outcome) {
    const auto& message = outcome.work.accepted->message;
    switch (outcome.kind) {
        case Kind::handed_over:
        case Kind::simulated:
            meters_->handed_over.add();
            meters_->to_provider.observe(to_seconds(outcome.at - message.created_at));
            break;
        case Kind::retry:
            meters_->retried.add();
            log::warning(
                "delivery_failed", "A message could not be handed to a provider; it will be tried again",
                {{"notification_id", message.id}, {"attempt", outcome.work.attempts + 1}, {"error", outcome.error}});
            break;
        case Kind::given_up:
            meters_->given_up.add();
            log::error("delivery_given_up", "A message will not be sent",
                       {{"notification_id", message.id},
                        {"service_id", message.service_id},
                        {"status", to_text(outcome.status)},
                        {"error", outcome.error}});
            break;
        case Kind::postponed:
            meters_->postponed.add();
            break;
        case Kind::receipt_due:
        case Kind::already_done:
            break;
    }
}

}  // namespace herald::delivery

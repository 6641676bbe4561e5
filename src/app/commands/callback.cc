// herald callback list | replay | resume | new-secret: the calls to a service's endpoints.
#include <CLI/CLI.hpp>

#include "app/commands/commands.h"
#include "app/commands/session.h"
#include "base/json_writer.h"
#include "callbacks/endpoints.h"
#include "callbacks/log.h"
#include "services/signing_secret.h"

namespace herald::app {
namespace {

struct ListOptions {
    std::string service, status;
    std::size_t limit = 50;
};

struct ReplayOptions {
    std::string service, id, since;
};

struct SecretOptions {
    std::string service, type = "delivery_status";
};

/// The message; nothing for what is told about the endpoint itself.
std::optional<Uuid> about(const callbacks::LogEntry& entry) {
    return entry.notification_id == entry.id ? std::nullopt : std::optional(entry.notification_id);
}

int list(CommandContext& context, const ListOptions& options) {
    Session session(context.settings);
    const Uuid service = session.service(options.service);
    const auto entries = session.store().read_now(
        [&](db::Transaction& tx) { return callbacks::read_log(tx, service, options.status, options.limit); });
    if (context.json) {
        print_json(context.out, [&](JsonWriter& writer) {
            writer.begin_object().key("callbacks").begin_array();
            for (const auto& entry : entries)
                writer.begin_object()
                    .member("id", entry.id)
                    .member("notification_id", about(entry))
                    .member("callback_type", entry.type)
                    .member("status", entry.status)
                    .member("attempts", entry.attempts)
                    .member("http_status", entry.http_status)
                    .member("last_error", entry.last_error)
                    .member("created_at", entry.created_at)
                    .member("attempted_at", entry.attempted_at)
                    .end_object();
            writer.end_array().end_object();
        });
        return 0;
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& entry : entries)
        rows.push_back({entry.id.to_string(), entry.type, entry.status, std::to_string(entry.attempts),
                        short_time(entry.attempted_at), about(entry) ? about(entry)->to_string() : "",
                        entry.last_error.value_or("")});
    print_table(context.out, {"ID", "TYPE", "STATUS", "TRIES", "LAST TRY (UTC)", "ABOUT", "ERROR"}, rows);
    return 0;
}

int replay(CommandContext& context, const ReplayOptions& options) {
    callbacks::Replay which;
    if (!options.id.empty()) which.id = parse_id(options.id, "the callback");
    if (!options.since.empty()) {
        const auto since = Timestamp::parse_iso(options.since);
        if (!since) throw UsageError("--since must be a time such as 2026-11-22T10:00:00Z");
        which.since = *since;
    }
    Session session(context.settings);
    const Uuid service = session.service(options.service);
    std::size_t all = 0;
    for (;;) {
        const std::size_t step = session.store().write_now([&](db::Transaction& tx) {
            return callbacks::replay(tx, session.sealer(), service, which, session.clock.now());
        });
        all += step;
        if (step == 0) break;
    }
    if (which.id && all == 0) throw CommandError("there is no failed callback " + options.id);
    if (context.json) {
        print_json(context.out, [&](JsonWriter& json) { json.begin_object().member("replayed", all).end_object(); });
    } else {
        context.out << all << (all == 1 ? " callback is" : " callbacks are") << " being sent again\n";
    }
    return 0;
}

int resume(CommandContext& context, const SecretOptions& options) {
    Session session(context.settings);
    const Uuid service = session.service(options.service);
    if (!services::callback_type_from_text(options.type))
        throw UsageError("there is no kind of callback " + options.type);
    const bool is_there = session.store().write_now([&](db::Transaction& tx) {
        return callbacks::resume(tx, {service, options.type});
    });
    if (!is_there) throw CommandError("the service has no endpoint for " + options.type);
    if (context.json)
        print_json(context.out,
                   [&](JsonWriter& json) { json.begin_object().member("callback_type", options.type).end_object(); });
    else context.out << "The endpoint is called again; `herald callback replay` makes the calls that it missed\n";
    return 0;
}

int renew_secret(CommandContext& context, const SecretOptions& options) {
    Session session(context.settings);
    const Uuid service = session.service(options.service);
    const auto type = services::callback_type_from_text(options.type);
    if (!type) throw UsageError("there is no kind of callback " + options.type);
    const auto secret = session.store().write_now([&](db::Transaction& tx) {
        return services::give_signing_secret(tx, session.sealer(), session.ids, service, *type, true);
    });
    if (!secret) throw CommandError("the service has no endpoint for " + options.type);
    if (context.json) {
        print_json(context.out, [&](JsonWriter& json) {
            json.begin_object().member("callback_type", options.type).member("signing_secret", *secret).end_object();
        });
    } else {
        context.out << "The secret that calls are signed with from now on; it is shown only this once:\n\n  " << *secret
                    << "\n";
    }
    return 0;
}

}  // namespace

void add_callback_commands(CommandRegistry& commands) {
    CLI::App& group =
        commands.add_group("callback", "Shows calls to a service's endpoints, and makes failed ones again");
    auto listed = std::make_shared<ListOptions>();
    CLI::App& listing = commands.add(group, "list", "Lists calls, the newest first",
                                     "herald callback list --service \"Pay a fine\" --status failed");
    listing.add_option("--service", listed->service, "Id or name")->required()->type_name("SERVICE");
    listing
        .add_option("--status", listed->status, "Only these: delivered, retrying, failed, or suspended (an endpoint)")
        ->check(CLI::IsMember({"delivered", "retrying", "failed", "suspended"}))
        ->type_name("STATUS");
    listing.add_option("--limit", listed->limit, "How many at most")
        ->capture_default_str()
        ->check(CLI::Range(1, 100'000))
        ->type_name("COUNT");
    commands.on(listing, [listed](CommandContext& context) { return list(context, *listed); });

    auto again = std::make_shared<ReplayOptions>();
    CLI::App& replaying =
        commands.add(group, "replay", "Makes failed calls again, at the address that the service has now",
                     "herald callback replay --service \"Pay a fine\" --since 2026-11-22T10:00:00Z");
    replaying.add_option("--service", again->service, "Id or name")->required()->type_name("SERVICE");
    auto* id = replaying.add_option("--id", again->id, "Only this one, as `herald callback list` shows it");
    id->type_name("ID");
    replaying.add_option("--since", again->since, "Only those that failed then or later")
        ->excludes(id)
        ->type_name("TIME");
    commands.on(replaying, [again](CommandContext& context) { return replay(context, *again); });

    auto resumed = std::make_shared<SecretOptions>();
    CLI::App& resuming = commands.add(group, "resume", "Has an endpoint called again that was suspended",
                                      "herald callback resume --service \"Pay a fine\" --type delivery_status");
    resuming.add_option("--service", resumed->service, "Id or name")->required()->type_name("SERVICE");
    resuming.add_option("--type", resumed->type, "delivery_status, complaint, inbound_sms or returned_letter")
        ->capture_default_str()
        ->type_name("TYPE");
    commands.on(resuming, [resumed](CommandContext& context) { return resume(context, *resumed); });

    auto renewed = std::make_shared<SecretOptions>();
    CLI::App& renewing =
        commands.add(group, "new-secret", "Makes a new secret that an endpoint's calls are signed with",
                     "herald callback new-secret --service \"Pay a fine\" --type delivery_status");
    renewing.add_option("--service", renewed->service, "Id or name")->required()->type_name("SERVICE");
    renewing.add_option("--type", renewed->type, "delivery_status, complaint, inbound_sms or returned_letter")
        ->capture_default_str()
        ->type_name("TYPE");
    commands.on(renewing, [renewed](CommandContext& context) { return renew_secret(context, *renewed); });
}

}  // namespace herald::app

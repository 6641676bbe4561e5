// herald protected-sender add | remove | list: names that texts must not come from.
#include <CLI/CLI.hpp>

#include "app/commands/commands.h"
#include "app/commands/session.h"
#include "services/protected_senders.h"

namespace herald::app {
namespace {

using Words = std::vector<std::string>;

/// All of them or none.
int change(CommandContext& context, const Words& senders, const char* done,
           std::optional<services::Refusal> (*one)(db::Transaction&, std::string_view)) {
    Session session(context.settings);
    session.store().write_now([&](db::Transaction& tx) {
        for (const auto& sender : senders) granted(one(tx, sender));
    });
    if (!context.json) {
        context.out << senders.size() << " " << done << "\n";
        return 0;
    }
    print_json(context.out, [&](JsonWriter& json) {
        json.begin_object().key(done).begin_array();
        for (const auto& sender : senders) json.value(sender);
        json.end_array().end_object();
    });
    return 0;
}

std::vector<std::string> read_all(Session& session) {
    constexpr std::size_t page = 1000;
    std::vector<std::string> all;
    while (true) {
        const std::string after = all.empty() ? "" : all.back();
        const auto next = session.store().read_now(
            [&](db::Transaction& tx) { return services::list_protected_senders(tx, after, page); });
        all.insert(all.end(), next.begin(), next.end());
        if (next.size() < page) return all;
    }
}

int list(CommandContext& context) {
    Session session(context.settings);
    const auto all = read_all(session);
    if (!context.json) {
        for (const auto& sender : all) context.out << sender << "\n";
        return 0;
    }
    print_json(context.out, [&](JsonWriter& json) {
        json.begin_object().key("sender_ids").begin_array();
        for (const auto& sender : all) json.value(sender);
        json.end_array().end_object();
    });
    return 0;
}

}  // namespace

void add_protected_sender_commands(CommandRegistry& commands) {
    CLI::App& group =
        commands.add_group("protected-sender", "Says which names no service's texts may come from, banks' for one");
    auto added = std::make_shared<Words>();
    CLI::App& adding = commands.add(group, "add", "Protects names; case and spaces do not matter",
                                    "herald protected-sender add HMRC \"Example Bank\"");
    adding.add_option("SENDER", *added, "Names")->required();
    commands.on(adding, [added](CommandContext& context) {
        return change(context, *added, "protected", services::protect_sender);
    });
    auto removed = std::make_shared<Words>();
    CLI::App& removing =
        commands.add(group, "remove", "Frees names for everybody", "herald protected-sender remove \"Example Bank\"");
    removing.add_option("SENDER", *removed, "Names")->required();
    commands.on(removing, [removed](CommandContext& context) {
        return change(context, *removed, "freed", services::unprotect_sender);
    });
    commands.on(commands.add(group, "list", "Lists them as they are compared", "herald protected-sender list"), list);
}

}  // namespace herald::app

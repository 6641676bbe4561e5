// herald letter token. What connects a printer of letters.
#include <CLI/CLI.hpp>

#include "app/commands/commands.h"
#include "app/commands/session.h"
#include "receipts/letter_statuses.h"
#include "receipts/letter_tokens.h"

namespace herald::app {
namespace {

int print_token(CommandContext& context, const std::string& text) {
    const Uuid id = parse_id(text, "the letter");
    Session session(context.settings);
    if (!session.store().read_now([&](db::Transaction& tx) { return receipts::is_letter(tx, id); }))
        throw CommandError("there is no letter " + id.to_string());
    const std::string url = receipts::letter_status_url(session.sealer(), id, context.settings.api_url());
    if (context.json)
        print_json(context.out, [&](JsonWriter& json) {
            json.begin_object().member("notification_id", id).member("url", url).end_object();
        });
    else context.out << url << "\n";
    return 0;
}

}  // namespace

void add_letter_commands(CommandRegistry& commands) {
    CLI::App& group = commands.add_group("letter", "What a printer of letters is given");
    auto id = std::make_shared<std::string>();
    CLI::App& token =
        commands.add(group, "token", "Prints the address at which the printer tells what became of a letter",
                     "herald letter token --id 26785a09-ab16-4eb0-8407-a37497a57506");
    token.add_option("--id", *id, "The letter's id")->required()->type_name("NOTIFICATION");
    commands.on(token, [id](CommandContext& context) { return print_token(context, *id); });
}

}  // namespace herald::app

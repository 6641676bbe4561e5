// herald token
#include <CLI/CLI.hpp>

#include "app/commands/commands.h"
#include "base/clock.h"
#include "base/json_writer.h"
#include "crypto/jwt.h"
#include "services/api_key_store.h"

namespace herald::app {

void add_token_command(CommandRegistry& commands) {
    auto key = std::make_shared<std::string>();
    CLI::App& command = commands.add(commands.root(), "token", "Makes a token from an API key, good for 30 seconds",
                                     "curl -H \"Authorization: Bearer $(herald token --api-key \"$KEY\")\" "
                                     "http://127.0.0.1:6011/v2/notifications");
    command.add_option("--api-key,--key", *key, "The whole key: name-serviceid-secret")->required()->type_name("KEY");
    commands.on(command, [key](CommandContext& context) {
        const auto parsed = services::parse_key(*key);
        if (!parsed) throw UsageError("an API key is a name, a service's id and a secret, with hyphens between them");
        const std::string token =
            crypto::make_token(parsed->service_id.to_string(), parsed->secret, SystemClock().now());
        if (context.json) {
            print_json(context.out, [&](JsonWriter& json) { json.begin_object().member("token", token).end_object(); });
        } else {
            context.out << token << "\n";
        }
        return 0;
    });
}

}  // namespace herald::app

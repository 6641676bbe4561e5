#include <CLI/CLI.hpp>

#include "app/commands/server_commands.h"
#include "app/commands/session.h"
#include "app/files.h"
#include "app/run_on_loop.h"
#include "app/sending.h"
#include "base/json.h"
#include "crypto/jwt.h"
#include "services/api_key_store.h"

namespace herald::app {
namespace {

struct SendOptions {
    std::string key, template_id, to, reference;
    std::vector<std::string> values;  ///< `name=value`
};

/// The body that a client would post.
std::string request_body(const SendOptions& options, const char* recipient_property) {
    std::string body;
    JsonWriter json(body);
    json.begin_object().member(recipient_property, options.to).member("template_id", options.template_id);
    if (!options.reference.empty()) json.member("reference", options.reference);
    json.key("personalisation").begin_object();
    for (const auto& value : options.values) {
        const std::size_t equals = value.find('=');
        if (equals == std::string::npos)
            throw UsageError("--personalisation " + value + " is not of the form name=value");
        json.member(std::string_view(value).substr(0, equals), value.substr(equals + 1));
    }
    json.end_object().end_object();
    return body;
}

/// Goes through the very route that the API has, without a server: the message is in the store when this returns, and
/// whatever delivers from that store sends it.
http::Response post(const Settings& settings, const std::string& path, const SendOptions& options, std::string body) {
    const auto key = services::parse_key(options.key);
    if (!key) throw UsageError("--key is not an API key (name-serviceid-secret)");
    http::AsioLoop loop;
    Session session(settings);
    services::Directory directory(session.store(), loop, session.clock, session.sealer());
    services::Authenticator authenticator(directory, session.clock);
    templates::TemplateDirectory templates(session.store(), loop, directory);
    http::Client client(loop, session.metrics, {});
    Files files(settings, {session.store(), loop, session.clock, session.ids, session.metrics, client});
    const unsubscribe::LinkMaker links(session.sealer(), session.clock, settings.api_url());
    Sending sending(settings, {session.store(),
                               loop,
                               session.clock,
                               session.ids,
                               session.sealer(),
                               session.metrics,
                               authenticator,
                               templates,
                               files.uploader(),
                               files.objects(),
                               links,
                               {}});
    http::Router router;
    sending.add_to(router);

    http::Request request;
    request.method = http::Method::post;
    request.path = path;
    request.body = std::move(body);
    request.headers = {{"Host", settings.listen.to_string()},
                       {"Authorization",
                        "Bearer " + crypto::make_token(key->service_id.to_string(), key->secret, session.clock.now())}};
    const auto match = router.match(request.method, request.path);
    return run_on_loop(loop, (*match.handler)(request));
}

int send(CommandContext& context, const SendOptions& options, const char* channel, const char* recipient_property) {
    const auto response = post(context.settings, std::string("/v2/notifications/") + channel, options,
                               request_body(options, recipient_property));
    const auto answer = JsonDocument::parse(response.body);
    if (response.status != 201) {
        std::string why;
        for (std::size_t i = 0; i < (*answer)["errors"].size(); ++i)
            why += (i > 0 ? "; " : "") + std::string((*answer)["errors"][i]["message"].text());
        throw CommandError(why.empty() ? response.body : why);
    }
    if (context.json) context.out << response.body << "\n";
    else context.out << "Accepted as " << (*answer)["id"].text() << "\n";
    return 0;
}

}  // namespace

void add_send(CommandRegistry& commands) {
    CLI::App& group = commands.add_group("send", "Sends one message, by the same rules as the API");
    const auto add = [&](const char* channel, const char* what, const char* recipient_property, const char* example) {
        auto options = std::make_shared<SendOptions>();
        CLI::App& command = commands.add(group, channel, std::string("Sends ") + what, example);
        command.add_option("--key", options->key, "API key: name-serviceid-secret")->required();
        command.add_option("--template", options->template_id, "The template's id")->required();
        command.add_option("--to", options->to, "The recipient")->required();
        command.add_option("--personalisation", options->values, "name=value, as often as needed");
        command.add_option("--reference", options->reference, "A reference of your own");
        commands.on(command, [options, channel, recipient_property](CommandContext& context) {
            return send(context, *options, channel, recipient_property);
        });
    };
    add("sms", "a text message", "phone_number",
        "herald send sms --key KEY --template ID --to '07700 900123' --personalisation name=Ada");
    add("email", "an email", "email_address",
        "herald send email --key KEY --template ID --to ada@example.com --personalisation name=Ada");
}

}  // namespace herald::app

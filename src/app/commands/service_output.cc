// What `herald service show` and `update` print.
#include "app/commands/service_command.h"
#include "app/commands/session.h"
#include "base/json_writer.h"

namespace herald::app {
namespace {

using Endpoint = std::optional<services::CallbackEndpoint>;

std::vector<std::pair<std::string_view, const Endpoint*>> endpoints_of(const services::Service& service) {
    return {{"callback_url", &service.delivery_status_callback},
            {"complaint_callback_url", &service.complaint_callback},
            {"inbound_sms_callback_url", &service.inbound_sms_callback},
            {"returned_letter_callback_url", &service.returned_letter_callback}};
}

void print_service(std::ostream& out, const services::Service& service, const SigningSecrets& secrets) {
    print_json(out, [&](JsonWriter& writer) {
        writer.begin_object()
            .member("id", service.id)
            .member("name", service.name)
            .member("active", service.active)
            .member("live", !service.restricted)
            .member("created_at", service.created_at)
            .member("email_sender_local_part", service.email_sender_local_part)
            .member("email_message_limit", service.email_message_limit)
            .member("sms_message_limit", service.sms_message_limit)
            .member("letter_message_limit", service.letter_message_limit)
            .member("international_sms_message_limit", service.international_sms_message_limit)
            .member("rate_limit", service.rate_limit)
            .member("contact_link", service.contact_link);
        writer.key("permissions").begin_array();
        for (const auto& permission : service.permissions) writer.value(permission);
        writer.end_array().key("sms_senders").begin_array();
        for (const auto& sender : service.sms_senders)
            writer.begin_object()
                .member("id", sender.id)
                .member("sms_sender", sender.text)
                .member("is_default", sender.is_default)
                .end_object();
        writer.end_array().key("email_reply_to").begin_array();
        for (const auto& reply : service.reply_tos)
            writer.begin_object()
                .member("id", reply.id)
                .member("email_address", reply.email_address)
                .member("is_default", reply.is_default)
                .end_object();
        writer.end_array().key("allowed_recipients").begin_array();
        for (const auto& recipient : service.allowed_recipients) writer.value(recipient);
        writer.end_array();
        for (const auto& [name, endpoint] : endpoints_of(service)) {
            writer.key(name);
            if (*endpoint) writer.value((*endpoint)->url);
            else writer.null();
        }
        if (!secrets.empty()) {
            writer.key("signing_secrets").begin_object();
            for (const auto& [type, secret] : secrets) writer.member(type, secret);
            writer.end_object();
        }
        writer.end_object();
    });
}

void print_text(std::ostream& out, const services::Service& service, const SigningSecrets& secrets) {
    const auto line = [&](std::string_view what, const std::string& value) {
        out << what << std::string(26 - what.size(), ' ') << value << "\n";
    };
    line("id", service.id.to_string());
    line("name", service.name);
    line("mode", service.active ? service_mode(service.restricted) : "archived");
    line("created (UTC)", short_time(service.created_at));
    line("email sender", service.email_sender_local_part + "@…");
    line("messages a day", std::to_string(service.email_message_limit) + " emails, " +
                               std::to_string(service.sms_message_limit) + " texts (" +
                               std::to_string(service.international_sms_message_limit) + " international), " +
                               std::to_string(service.letter_message_limit) + " letters");
    line("requests a minute", std::to_string(service.rate_limit));
    if (service.contact_link) line("contact", *service.contact_link);
    for (const auto& permission : service.permissions) line("may", permission);
    for (const auto& sender : service.sms_senders)
        line(sender.is_default ? "text sender, default" : "text sender", sender.text + "  " + sender.id.to_string());
    for (const auto& reply : service.reply_tos)
        line(reply.is_default ? "reply-to, default" : "reply-to", reply.email_address + "  " + reply.id.to_string());
    for (const auto& recipient : service.allowed_recipients) line("team or guest", recipient);
    for (const auto& [name, endpoint] : endpoints_of(service))
        if (*endpoint) line(std::string(name).substr(0, name.size() - 4), (*endpoint)->url);
    for (const auto& [type, secret] : secrets)
        out << "calls for " << type << " are signed with (shown only this once)\n  " << secret << "\n";
}

}  // namespace

std::string service_permission_help() {
    std::string text = "What it may do, repeatable:";
    for (const auto name : services::permission_names) text += " " + std::string(name);
    return text;
}

services::ServiceStore service_store_for(Session& session, const Settings& settings) {
    return {session.clock, session.ids, session.sealer(), settings.callbacks_allow_http};
}

std::string service_mode(bool restricted) {
    return restricted ? "trial" : "live";
}

int show_service(CommandContext& context, const std::string& which, const SigningSecrets& secrets) {
    Session session(context.settings);
    const Uuid id = session.service(which);
    const auto service = session.store().read_now(
        [&](db::Transaction& tx) { return services::load_service(tx, session.sealer(), id, session.clock.now()); });
    if (context.json) print_service(context.out, *service, secrets);
    else print_text(context.out, *service, secrets);
    return 0;
}

}  // namespace herald::app

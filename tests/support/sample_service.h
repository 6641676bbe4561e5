#pragma once

#include "notifications/intake.h"
#include "services/service_store.h"
#include "templates/template_store.h"

namespace herald::test {

/// A service with a text message and an email template, for tests of what comes after them.
struct SampleService {
    Uuid id;
    services::ServicePtr service;
    templates::TemplatePtr sms, email;
};

struct SampleOptions {
    std::string name = "Sample";
    std::string callback_url;  ///< https; empty: the service wants no callbacks
};

inline SampleService make_sample_service(db::Store& store, const Clock& clock, IdSource& ids,
                                         const crypto::Sealer& sealer, const SampleOptions& options = {}) {
    return store.write_now([&](db::Transaction& tx) {
        const services::ServiceStore all(clock, ids, sealer);
        const templates::TemplateStore texts(clock, ids);
        services::NewService wanted{.name = options.name, .live = true, .sms_sender = "SAMPLE"};
        if (!options.callback_url.empty())
            wanted.delivery_status_callback = {options.callback_url, "the-token-of-the-service"};
        SampleService made;
        made.id = std::get<Uuid>(all.create(tx, wanted));
        const auto add = [&](templates::TemplateType type, std::optional<std::string> subject) {
            const auto version = std::get<templates::TemplateVersion>(texts.create(tx, {.service_id = made.id,
                                                                                        .type = type,
                                                                                        .name = "Sample",
                                                                                        .content = "Hello ((name))",
                                                                                        .subject = subject}));
            return templates::find_template(tx, made.id, version.id);
        };
        made.sms = add(templates::TemplateType::sms, std::nullopt);
        made.email = add(templates::TemplateType::email, "Subject");
        made.service = services::load_service(tx, sealer, made.id, clock.now());
        return made;
    });
}

struct SampleMessage {
    notifications::Channel channel = notifications::Channel::sms;
    std::string recipient;  ///< empty: one that is delivered
    services::KeyType key_type = services::KeyType::normal;
    bool international = false;
    std::string phone_prefix = "44";
};

/// What the route would hand to intake.
inline std::shared_ptr<notifications::Accepted> make_message(const SampleService& from, IdSource& ids, Timestamp now,
                                                             const SampleMessage& wanted = {}) {
    const bool is_sms = wanted.channel == notifications::Channel::sms;
    auto accepted = std::make_shared<notifications::Accepted>();
    accepted->service = from.service;
    accepted->source = is_sms ? from.sms : from.email;
    accepted->values.set("name", std::string("Ada"));
    auto& message = accepted->message;
    message.id = ids.next_ordered();
    message.service_id = from.id;
    message.template_id = accepted->source->id;
    message.template_version = accepted->source->version;
    message.key_type = wanted.key_type;
    message.channel = wanted.channel;
    message.recipient = !wanted.recipient.empty() ? wanted.recipient : is_sms ? "07900900123" : "ada@example.com";
    message.normalised_recipient = is_sms ? "447900900123" : message.recipient;
    message.personalisation = R"({"name":"Ada"})";
    message.international = wanted.international;
    if (is_sms) {
        message.phone_prefix = wanted.phone_prefix;
        message.rate_multiplier = 1;
    }
    message.created_at = now;
    return accepted;
}

}  // namespace herald::test

#include "app/demo.h"
#include "services/api_key_store.h"
#include "services/service_store.h"
#include "templates/template_store.h"

namespace herald::app {
namespace {

constexpr const char* service_name = "Herald demo";
constexpr const char* key_name = "demo";

template <class T>
T taken(std::variant<T, services::Refusal> result) {
    if (const auto* refusal = std::get_if<services::Refusal>(&result)) throw InstallationError(refusal->message);
    return std::get<T>(std::move(result));
}

}  // namespace

DemoService prepare_demo(Installation& installation, const Settings& settings, const Clock& clock, IdSource& ids) {
    const services::ServiceStore services(clock, ids, installation.sealer);
    const services::ApiKeyStore keys(clock, ids, installation.sealer);
    const templates::TemplateStore templates(clock, ids);
    return installation.store->write_now([&](db::Transaction& tx) {
        DemoService demo;
        auto id = services.find_by_name(tx, service_name);
        if (!id) {
            services::NewService service;
            service.name = service_name;
            service.live = true;
            service.sms_sender = settings.default_sms_sender;
            id = taken(services.create(tx, service));
        }
        for (const auto& source : templates::list_templates(tx, *id))
            (source->type == templates::TemplateType::sms ? demo.sms_template : demo.email_template) =
                source->id.to_string();
        if (demo.sms_template.empty()) {
            templates::NewTemplate text{*id, templates::TemplateType::sms, "Demo text message",
                                        "Hello ((name)), your appointment is on ((day))."};
            demo.sms_template = taken(templates.create(tx, text)).id.to_string();
        }
        if (demo.email_template.empty()) {
            templates::NewTemplate text{
                *id, templates::TemplateType::email, "Demo email",
                "Dear ((name)),\n\n# Your appointment\n\nWe look forward to seeing you on ((day)).",
                "Your appointment on ((day))"};
            demo.email_template = taken(templates.create(tx, text)).id.to_string();
        }
        const auto service = services::load_service(tx, installation.sealer, *id, clock.now());
        for (const auto& key : service->keys)
            if (key.name == key_name && !key.expiry_date && key.type == services::KeyType::normal)
                demo.key = key.name + "-" + id->to_string() + "-" + key.secret;
        if (demo.key.empty()) demo.key = taken(keys.create(tx, *id, key_name, services::KeyType::normal)).key;
        return demo;
    });
}

}  // namespace herald::app

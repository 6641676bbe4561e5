#include "templates/template_json.h"

#include "content/render.h"

namespace herald::templates {

void write_template(JsonWriter& json, const StoredTemplate& stored) {
    json.begin_object()
        .member("id", stored.id)
        .member("name", stored.name)
        .member("type", services::to_text(stored.type))
        .member("created_at", stored.created_at)
        .member("updated_at", stored.updated_at)
        .member("created_by", stored.created_by)
        .member("version", stored.version)
        .member("body", stored.content)
        .member("subject", stored.subject);
    json.key("personalisation").begin_object();
    for (const auto& name : stored.placeholders()) json.key(name).begin_object().member("required", true).end_object();
    json.end_object().member("postage", stored.postage);
    json.member("letter_contact_block", stored.letter_contact_block);
    json.end_object();
}

void write_preview(JsonWriter& json, const StoredTemplate& stored, const content::Personalisation& values) {
    json.begin_object()
        .member("id", stored.id)
        .member("type", services::to_text(stored.type))
        .member("version", stored.version);
    if (stored.type == TemplateType::sms) {
        json.member("body", content::render_sms(stored.parsed.body, values).text);
        json.key("html").null().key("subject").null();
    } else {
        json.member("body", content::render_email_source(stored.parsed, values)).key("html");
        if (stored.type == TemplateType::email) json.value(content::render_email_html_body(stored.parsed, values));
        else json.null();
        json.key("subject");
        // The heading of a letter is shown escaped, the subject of an email is not (content.md §1.7).
        if (stored.type == TemplateType::email) json.value(content::render_email_subject(stored.parsed, values));
        else json.value(content::render_email_title(stored.parsed, values));
    }
    json.member("postage", stored.postage).end_object();
}

}  // namespace herald::templates

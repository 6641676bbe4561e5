#include "templates/template_store.h"

#include <algorithm>

#include "base/text.h"
#include "content/template_rules.h"
#include "services/service_store.h"
#include "templates/email_file_store.h"
#include "templates/templates_sql.h"

namespace herald::templates {
namespace {

constexpr std::size_t name_characters_max = 255;
constexpr std::string_view postage_names[] = {"first", "second", "economy"};

using FreshTemplate = std::shared_ptr<StoredTemplate>;

FreshTemplate read_template(db::Row row) {
    auto stored = std::make_shared<StoredTemplate>();
    stored->id = row.get<Uuid>(0);
    stored->service_id = row.get<Uuid>(1);
    const auto type = services::channel_from_text(row.get<std::string_view>(2));
    if (!type) throw db::StoreError("a template has an unknown type");
    stored->type = *type;
    stored->name = row.get<std::string>(3);
    stored->content = row.get<std::string>(4);
    // Text messages that an older installation stored may carry a subject that means nothing (data-model §5).
    if (*type != TemplateType::sms) stored->subject = row.get<std::optional<std::string>>(5);
    stored->postage = row.get<std::optional<std::string>>(6);
    stored->archived = row.get<bool>(7);
    stored->hidden = row.get<bool>(8);
    stored->has_unsubscribe_link = row.get<bool>(9);
    stored->version = row.get<std::int64_t>(10);
    stored->created_by = row.get<std::optional<std::string>>(11).value_or("");
    stored->created_at = row.get<Timestamp>(12);
    stored->updated_at = row.get<std::optional<Timestamp>>(13);
    if (*type == TemplateType::letter) {
        stored->letter_contact_id = row.get<std::optional<Uuid>>(14);
        stored->letter_contact_block = row.get<std::optional<std::string>>(15);
        stored->letter_contact = content::Template::parse(stored->letter_contact_block.value_or(""));
    }
    const std::string subject = stored->subject.value_or("");
    if (*type == TemplateType::email) {
        stored->parsed = content::EmailTemplate::parse(subject, stored->content);
    } else {
        stored->parsed.subject = content::Template::parse(subject);
        stored->parsed.subject_html = content::Template::parse_for_html(subject);
        stored->parsed.body = content::Template::parse(stored->content);
        if (*type == TemplateType::letter)
            stored->parsed.body_html = content::Template::parse_for_html(stored->content);
    }
    return stored;
}

/// The rules of content.md §1.1, §2.1 and §4.1, and what data-model §5 asks of each type.
std::optional<Refusal> check(TemplateType type, const std::string& name, const std::string& content,
                             const std::optional<std::string>& subject) {
    if (text::trim(name).empty()) return Refusal{"A template's name must not be blank"};
    if (text::count_code_points(name) > name_characters_max)
        return Refusal{"A template's name must have at most 255 characters"};
    if (text::trim(content).empty()) return Refusal{"A template's content must not be blank"};
    if (type == TemplateType::sms && subject) return Refusal{"A text message template has no subject"};
    if (type != TemplateType::sms && (!subject || text::trim(*subject).empty()))
        return Refusal{type == TemplateType::email ? "An email template must have a subject"
                                                   : "A letter template must have a subject"};
    if (auto problem = content::comma_problem(content)) return Refusal{*problem};
    if (auto problem = content::comma_problem(subject.value_or(""))) return Refusal{*problem};
    if (type == TemplateType::sms)
        if (auto problem = content::sms_length_problem(content)) return Refusal{*problem};
    if (type == TemplateType::letter)
        if (auto problem = content::qr_problem(content)) return Refusal{*problem};
    if (type == TemplateType::email && content.size() > content::email_bytes_max)
        return Refusal{content::email_too_long_message(content.size())};
    return {};
}

}  // namespace

std::variant<TemplateVersion, Refusal> TemplateStore::create(db::Transaction& tx, const NewTemplate& text) const {
    if (auto refusal = check(text.type, text.name, text.content, text.subject)) return *refusal;
    if (text.has_unsubscribe_link && text.type != TemplateType::email)
        return Refusal{"Only an email template can have an unsubscribe link"};
    if (text.postage && text.type != TemplateType::letter) return Refusal{"Only a letter template has a postage"};
    std::optional<std::string> postage = text.postage;
    if (text.type == TemplateType::letter && !postage) postage = "second";
    if (postage && std::find(std::begin(postage_names), std::end(postage_names), *postage) == std::end(postage_names))
        return Refusal{"The postage must be first, second or economy"};
    if (!services::bump_change_number(tx, text.service_id))
        return Refusal{"There is no service " + text.service_id.to_string()};

    const Uuid id = ids_.next_random();
    tx.execute(sql::insert_template,
               {id, text.service_id, services::to_text(text.type), text.name, text.content, text.subject, postage,
                false, text.has_unsubscribe_link, text.created_by_id, clock_.now()});
    tx.execute(sql::copy_template_to_history, {id});
    return TemplateVersion{id, 1};
}

std::variant<TemplateVersion, Refusal> TemplateStore::update(db::Transaction& tx, Uuid service_id, Uuid id,
                                                             const TemplateChange& change) const {
    // First the service: its row serialises the changes of its templates, so that no version is written twice.
    if (!services::bump_change_number(tx, service_id)) return Refusal{"There is no service " + service_id.to_string()};
    const TemplatePtr old = find_template(tx, service_id, id);
    if (!old) return Refusal{"The service has no template " + id.to_string()};
    const std::string name = change.name.value_or(old->name);
    const std::string content = change.content.value_or(old->content);
    const std::optional<std::string> subject = change.subject ? change.subject : old->subject;
    const bool archived = change.archived.value_or(old->archived);
    const std::optional<Uuid> contact = change.letter_contact_id.value_or(old->letter_contact_id);
    if (name == old->name && content == old->content && subject == old->subject && archived == old->archived &&
        contact == old->letter_contact_id)
        return TemplateVersion{id, old->version};
    if (auto refusal = check(old->type, name, content, subject)) return *refusal;
    if (contact && old->type != TemplateType::letter) return Refusal{"Only a letter template has a return address"};
    if (contact && contact != old->letter_contact_id &&
        tx.query(sql::letter_contact_belongs, {service_id, *contact}).empty())
        return Refusal{"The service has no return address " + contact->to_string()};

    tx.execute(sql::update_template, {id, service_id, name, content, subject, archived, contact, clock_.now()});
    tx.execute(sql::copy_template_to_history, {id});
    if (archived && !old->archived) archive_email_files(tx, id, old->version + 1, clock_.now());
    return TemplateVersion{id, old->version + 1};
}

TemplatePtr TemplateStore::precompiled(db::Transaction& tx, Uuid service_id) const {
    // The service's row is locked: of two who need the template first, the second finds it.
    if (!services::bump_change_number(tx, service_id)) throw db::StoreError("the service of a letter is gone");
    if (auto known = find_precompiled(tx, service_id)) return known;
    const Uuid id = ids_.next_random();
    tx.execute(sql::insert_template, {id, service_id, services::to_text(TemplateType::letter), precompiled_name, "",
                                      precompiled_name, "second", true, false, std::nullopt, clock_.now()});
    tx.execute(sql::copy_template_to_history, {id});
    return find_template(tx, service_id, id);
}

TemplatePtr ensure_template(db::Transaction& tx, Uuid id, const NewTemplate& text, Timestamp now) {
    if (auto known = find_template(tx, text.service_id, id)) return known;
    // As for precompiled letters: of two who need it first, the second finds it.
    if (!services::bump_change_number(tx, text.service_id)) throw db::StoreError("the service of a template is gone");
    if (auto known = find_template(tx, text.service_id, id)) return known;
    tx.execute(sql::insert_template,
               {id, text.service_id, services::to_text(text.type), text.name, text.content, text.subject, text.postage,
                false, text.has_unsubscribe_link, text.created_by_id, now});
    tx.execute(sql::copy_template_to_history, {id});
    return find_template(tx, text.service_id, id);
}

std::vector<std::string> StoredTemplate::placeholders_to_fill() const {
    std::vector<std::string> names = placeholders();
    for (const auto& file : files)
        std::erase_if(
            names, [&](const std::string& placeholder) { return content::is_same_name(placeholder, file.filename); });
    return names;
}

bool is_precompiled(const StoredTemplate& stored) {
    return stored.hidden && stored.type == TemplateType::letter && stored.name == precompiled_name;
}

TemplatePtr find_precompiled(db::Transaction& tx, Uuid service_id) {
    const auto rows = tx.query(sql::precompiled_template_id, {service_id, precompiled_name});
    return rows.empty() ? nullptr : find_template(tx, service_id, rows[0].get<Uuid>(0));
}

TemplatePtr find_template(db::Transaction& tx, Uuid service_id, Uuid id) {
    const auto rows = tx.query(sql::select_template, {service_id, id});
    if (rows.empty()) return nullptr;
    auto stored = read_template(rows[0]);
    if (stored->type == TemplateType::email) stored->files = live_email_files(tx, id);
    return stored;
}

std::optional<Uuid> find_template_owner(db::Transaction& tx, Uuid id) {
    const auto rows = tx.query(sql::select_template_owner, {id});
    if (rows.empty()) return std::nullopt;
    return rows[0].get<Uuid>(0);
}

TemplatePtr find_template_version(db::Transaction& tx, Uuid service_id, Uuid id, std::int64_t version) {
    const auto rows = tx.query(sql::select_template_version, {service_id, id, version});
    if (rows.empty()) return nullptr;
    auto stored = read_template(rows[0]);
    if (stored->type == TemplateType::email) stored->files = email_files_of_version(tx, id, version);
    return stored;
}

std::vector<TemplatePtr> list_templates(db::Transaction& tx, Uuid service_id, std::optional<TemplateType> type) {
    const std::string_view wanted = type ? services::to_text(*type) : std::string_view();
    const auto rows = tx.query(sql::list_templates, {service_id, !type, wanted});
    std::vector<TemplatePtr> templates;
    for (const auto row : rows) templates.push_back(read_template(row));
    // Here and not in SQL: the engines' collations differ, and the types sort as the contract's enumeration does.
    const auto rank = [](TemplateType t) { return t == TemplateType::sms ? 0 : t == TemplateType::email ? 1 : 2; };
    std::sort(templates.begin(), templates.end(), [rank](const TemplatePtr& a, const TemplatePtr& b) {
        return std::tuple(std::string_view(a->name), rank(a->type), a->created_at, a->id) <
               std::tuple(std::string_view(b->name), rank(b->type), b->created_at, b->id);
    });
    return templates;
}

}  // namespace herald::templates

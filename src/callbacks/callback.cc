#include "callbacks/callback.h"

#include <cstring>

#include "base/json.h"
#include "callbacks/callbacks_sql.h"
#include "services/service_store.h"
#include "services/signing_secret.h"

namespace herald::callbacks {
namespace {

constexpr std::string_view seal_context = "callback.payload";

void append_sized(std::string& out, std::string_view part) {
    const auto size = static_cast<std::uint32_t>(part.size());
    out.append(reinterpret_cast<const char*>(&size), sizeof size);
    out.append(part);
}

bool take_sized(std::string_view& in, std::string& part) {
    std::uint32_t size = 0;
    if (in.size() < sizeof size) return false;
    std::memcpy(&size, in.data(), sizeof size);
    in.remove_prefix(sizeof size);
    if (in.size() < size) return false;
    part = in.substr(0, size);
    in.remove_prefix(size);
    return true;
}

}  // namespace

std::string seal_payload(const crypto::Sealer& sealer, const Callback& callback) {
    std::string plain;
    plain.reserve(callback.url.size() + callback.bearer_token.size() + callback.body.size() +
                  callback.signing_secret.size() + 16);
    append_sized(plain, callback.url);
    append_sized(plain, callback.bearer_token);
    append_sized(plain, callback.body);
    append_sized(plain, callback.signing_secret);
    return sealer.seal(plain, seal_context);
}

bool open_payload(const crypto::Sealer& sealer, std::string_view sealed, Callback& callback) {
    const auto plain = sealer.open(sealed, seal_context);
    if (!plain) return false;
    std::string_view in = *plain;
    if (!take_sized(in, callback.url) || !take_sized(in, callback.bearer_token) || !take_sized(in, callback.body))
        return false;
    // One that was stored before calls were signed ends here.
    return in.empty() || take_sized(in, callback.signing_secret);
}

std::string delivery_status_json(const DeliveryStatus& values) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.member("id", values.notification_id);
    json.member("reference", values.client_reference);
    json.member("to", values.recipient);
    json.member("status", values.status);
    json.member("created_at", values.created_at);
    json.member("completed_at", values.completed_at);
    json.member("sent_at", values.sent_at);
    json.member("notification_type", values.notification_type);
    json.member("template_id", values.template_id);
    json.member("template_version", values.template_version);
    json.end_object();
    return out;
}

std::string complaint_json(const ComplaintEvent& values) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.member("notification_id", values.notification_id);
    json.member("complaint_id", values.complaint_id);
    json.member("reference", values.client_reference);
    json.member("to", values.recipient);
    json.member("complaint_date", values.complaint_date);
    json.end_object();
    return out;
}

std::string returned_letter_json(const ReturnedLetter& values) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.member("notification_id", values.notification_id);
    json.member("reference", values.reference);
    json.member("date_sent", values.date_sent);
    json.member("sent_by", values.sent_by);
    json.member("template_name", values.template_name);
    json.member("template_id", values.template_id ? values.template_id->to_string() : "None");
    json.member("template_version", values.template_version);
    json.member("spreadsheet_file_name", values.spreadsheet_file_name);
    json.member("spreadsheet_row_number", values.spreadsheet_row_number);
    json.member("upload_letter_file_name", values.upload_letter_file_name);
    json.end_object();
    return out;
}

std::optional<services::CallbackEndpoint> read_endpoint(db::Transaction& tx, const crypto::Sealer& sealer,
                                                        const Uuid& service_id, std::string_view type) {
    const auto rows = tx.query(sql::callback_endpoint_of, {service_id, type});
    if (rows.empty()) return std::nullopt;
    const auto token = sealer.open(rows[0].get<db::Blob>(1).bytes, services::bearer_token_context);
    if (!token) return std::nullopt;
    services::CallbackEndpoint endpoint{rows[0].get<std::string>(0), *token, {}};
    if (!rows[0].is_null(2))
        endpoint.signing_secret =
            sealer.open(rows[0].get<db::Blob>(2).bytes, services::signing_secret_context).value_or("");
    return endpoint;
}

const std::optional<services::CallbackEndpoint>& Outbox::endpoint(const Uuid& service_id, std::string_view type) {
    for (const auto& known : endpoints_)
        if (known.service_id == service_id && known.type == type) return known.endpoint;
    endpoints_.push_back({service_id, std::string(type), read_endpoint(tx_, sealer_, service_id, type)});
    return endpoints_.back().endpoint;
}

bool Outbox::wants(const Uuid& service_id, std::string_view type) {
    return endpoint(service_id, type).has_value();
}

void Outbox::add(const Uuid& service_id, const Uuid& notification_id, std::string_view type, std::string body) {
    const auto& target = endpoint(service_id, type);
    if (!target) return;
    Callback callback;
    callback.id = ids_.next_ordered();
    callback.service_id = service_id;
    callback.notification_id = notification_id;
    callback.type = type;
    if (!is_addressed_late(type)) {
        callback.url = target->url;
        callback.bearer_token = target->bearer_token;
        callback.signing_secret = target->signing_secret;
    }
    callback.body = std::move(body);
    callback.owner = owner_;
    callback.created_at = now_;
    added_.push_back(std::move(callback));
}

void Outbox::flush() {
    if (added_.empty()) return;
    std::vector<std::string> sealed;
    sealed.reserve(added_.size());
    std::vector<db::Params> rows;
    rows.reserve(added_.size());
    const auto owner = owner_.is_nil() ? db::Value(std::nullopt) : db::Value(owner_);
    for (const auto& callback : added_) {
        sealed.push_back(seal_payload(sealer_, callback));
        rows.push_back({callback.id, callback.service_id, callback.notification_id, callback.type,
                        db::Blob{sealed.back()}, now_, owner, now_});
    }
    tx_.post_many(sql::insert_callback, rows);
    if (owner_.is_nil()) tx_.notify("callbacks");
}

}  // namespace herald::callbacks

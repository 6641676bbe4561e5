#include "notifications/notification_store.h"

#include <algorithm>

#include "notifications/comma_list.h"
#include "notifications/delivery_lane.h"
#include "notifications/notifications_sql.h"

namespace herald::notifications {
namespace {

constexpr std::string_view personalisation_context = "notification.personalisation";

template <class T>
T known(std::optional<T> value) {
    if (!value) throw db::StoreError("the store holds a word that this program does not know");
    return *value;
}

db::Params letter_row(const Notification& m, const db::Value& personalisation) {
    return {m.id,
            m.service_id,
            m.template_id,
            m.template_version,
            m.api_key_id,
            services::to_text(m.key_type),
            to_text(m.status),
            m.recipient,
            m.normalised_recipient,
            personalisation,
            m.client_reference,
            m.reference,
            m.reply_to_text,
            m.international,
            letters::to_text(m.postage.value_or(letters::default_postage)),
            m.created_at,
            m.updated_at,
            m.scheduled_for};
}

}  // namespace

std::string seal_personalisation(const crypto::Sealer& sealer, std::string_view json) {
    return json.empty() ? std::string() : sealer.seal(json, personalisation_context);
}

void insert_with_deliveries(db::Transaction& tx, const crypto::Sealer& sealer, std::span<const NewNotification> all) {
    std::vector<std::string> sealed;
    sealed.reserve(all.size());
    std::vector<db::Params> rows, deliveries, letters;
    rows.reserve(all.size());
    deliveries.reserve(all.size());
    bool anyone_may_claim = false;
    for (const auto& [message, owner] : all) {
        const Notification& m = *message;
        sealed.push_back(seal_personalisation(sealer, m.personalisation));
        const auto personalisation =
            sealed.back().empty() ? db::Value(std::nullopt) : db::Value(db::Blob{sealed.back()});
        if (m.channel == Channel::letter) {
            letters.push_back(letter_row(m, personalisation));
            continue;
        }
        rows.push_back({m.id,
                        m.service_id,
                        m.template_id,
                        m.template_version,
                        m.api_key_id,
                        services::to_text(m.key_type),
                        services::to_text(m.channel),
                        to_text(m.status),
                        m.recipient,
                        m.normalised_recipient,
                        personalisation,
                        m.client_reference,
                        m.reply_to_text,
                        m.unsubscribe_link,
                        m.international,
                        m.phone_prefix,
                        m.rate_multiplier,
                        m.created_at,
                        m.scheduled_for,
                        m.document_download_count});
        // What is to be sent later waits in the table, where whoever lives then finds it.
        const bool is_owned = !owner.is_nil() && !m.scheduled_for;
        deliveries.push_back({m.id, m.service_id, m.turn_id(), to_text(lane_of(m)),
                              m.scheduled_for.value_or(m.created_at),
                              is_owned ? db::Value(owner) : db::Value(std::nullopt)});
        anyone_may_claim |= !is_owned;
    }
    if (!rows.empty()) tx.post_many(sql::insert_notification, rows);
    if (!deliveries.empty()) tx.post_many(sql::insert_delivery, deliveries);
    if (!letters.empty()) tx.post_many(sql::insert_letter, letters);
    if (anyone_may_claim) tx.notify("deliveries");
}

std::vector<bool> insert_job_rows(db::Transaction& tx, const crypto::Sealer& sealer,
                                  std::span<const NewNotification> all) {
    std::vector<std::string> sealed;
    sealed.reserve(all.size());
    std::vector<db::Params> rows;
    rows.reserve(all.size());
    for (const auto& [message, owner] : all) {
        const Notification& m = *message;
        sealed.push_back(seal_personalisation(sealer, m.personalisation));
        const auto personalisation =
            sealed.back().empty() ? db::Value(std::nullopt) : db::Value(db::Blob{sealed.back()});
        rows.push_back({m.id, m.service_id, m.template_id, m.template_version, m.job_id, m.job_row_number,
                        services::to_text(m.key_type), services::to_text(m.channel), to_text(m.status), m.recipient,
                        m.normalised_recipient, personalisation, m.client_reference, m.reference, m.reply_to_text,
                        m.international, m.phone_prefix, m.rate_multiplier, m.created_at});
    }
    const auto inserted = tx.execute_many(sql::insert_job_notification, rows);

    std::vector<bool> is_new(all.size());
    std::vector<db::Params> deliveries;
    deliveries.reserve(all.size());
    bool anyone_may_claim = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Notification& m = *all[i].message;
        is_new[i] = inserted[i] > 0;
        if (!is_new[i] || m.status != Status::created) continue;
        const Uuid& owner = all[i].delivery_owner;
        deliveries.push_back({m.id, m.service_id, m.turn_id(), to_text(lane_of(m)), m.created_at,
                              owner.is_nil() ? db::Value(std::nullopt) : db::Value(owner)});
        anyone_may_claim |= owner.is_nil();
    }
    if (!deliveries.empty()) tx.post_many(sql::insert_delivery, deliveries);
    if (anyone_may_claim) tx.notify("deliveries");
    return is_new;
}

Notification read_notification(const db::Row& row, const crypto::Sealer& sealer) {
    Notification m;
    m.id = row.get<Uuid>(0);
    m.service_id = row.get<Uuid>(1);
    m.template_id = row.get<Uuid>(2);
    m.template_version = row.get<std::int64_t>(3);
    m.api_key_id = row.get<std::optional<Uuid>>(4);
    m.key_type = known(services::key_type_from_text(row.get<std::string_view>(5)));
    m.job_id = row.get<std::optional<Uuid>>(6);
    m.job_row_number = row.get<std::optional<std::int64_t>>(7);
    m.channel = known(services::channel_from_text(row.get<std::string_view>(8)));
    m.status = known(status_from_text(row.get<std::string_view>(9)));
    m.recipient = row.get<std::string>(10);
    m.normalised_recipient = row.get<std::string>(11);
    if (!row.is_null(12)) {
        auto json = sealer.open(row.get<db::Blob>(12).bytes, personalisation_context);
        if (!json) throw db::StoreError("a personalisation's seal does not open with this installation's secret");
        m.personalisation = std::move(*json);
    }
    m.client_reference = row.get<std::optional<std::string>>(13);
    m.reference = row.get<std::optional<std::string>>(14);
    m.reply_to_text = row.get<std::optional<std::string>>(15);
    m.unsubscribe_link = row.get<std::optional<std::string>>(16);
    m.billable_units = row.get<std::int64_t>(17);
    m.international = row.get<bool>(18);
    m.phone_prefix = row.get<std::optional<std::string>>(19);
    m.rate_multiplier = row.get<std::optional<double>>(20);
    m.sent_by = row.get<std::optional<std::string>>(21);
    m.created_at = row.get<Timestamp>(22);
    m.sent_at = row.get<std::optional<Timestamp>>(23);
    m.updated_at = row.get<std::optional<Timestamp>>(24);
    m.scheduled_for = row.get<std::optional<Timestamp>>(25);
    m.document_download_count = row.get<std::optional<std::int64_t>>(26);
    if (!row.is_null(27)) m.postage = known(letters::parse_postage(row.get<std::string_view>(27)));
    return m;
}

std::optional<Notification> find(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id,
                                 const Uuid& id) {
    const Lookup lookup{service_id, id};
    return std::move(find_many(tx, sealer, {&lookup, 1}).front());
}

std::vector<std::optional<Notification>> find_many(db::Transaction& tx, const crypto::Sealer& sealer,
                                                   std::span<const Lookup> lookups) {
    std::vector<db::Params> params;
    params.reserve(lookups.size());
    for (const auto& lookup : lookups) params.push_back({lookup.id, lookup.service_id});
    std::vector<std::optional<Notification>> found;
    found.reserve(lookups.size());
    for (const auto& rows : tx.query_many(sql::notification_by_id, params)) {
        if (rows.empty()) found.emplace_back();
        else found.emplace_back(read_notification(rows[0], sealer));
    }
    return found;
}

std::vector<Notification> list(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id,
                               const ListFilter& filter) {
    Timestamp before = end_of_time;
    Uuid before_id;
    if (filter.older_than) {
        const auto rows = tx.query(sql::created_at_of, {*filter.older_than, service_id});
        if (rows.empty()) return {};
        // "Strictly older" is by instant (contract public-api §3.2); the id decides between equal instants, so that no
        // row is lost between two pages.
        before = rows[0].get<Timestamp>(0);
        before_id = *filter.older_than;
    }
    const auto statuses = comma_list(filter.statuses);
    const auto channels = comma_list(filter.channels);
    const auto key_type = services::to_text(filter.key_type);
    const auto only_letters = [&] {
        return !filter.channels.empty() && std::all_of(filter.channels.begin(), filter.channels.end(),
                                                       [](Channel channel) { return channel == Channel::letter; });
    };
    const auto select = [&] {
        if (filter.client_reference)
            return tx.query(sql::notifications_by_client_reference,
                            {service_id, key_type, *filter.client_reference, statuses, channels, filter.include_jobs,
                             before, before_id, filter.page_size});
        if (only_letters())
            return tx.query(sql::letters_of_service,
                            {service_id, key_type, statuses, filter.include_jobs, before, before_id, filter.page_size});
        return tx.query(sql::notifications_of_service, {service_id, key_type, statuses, channels, filter.include_jobs,
                                                        before, before_id, filter.page_size});
    };
    const auto rows = select();
    std::vector<Notification> page;
    page.reserve(rows.size());
    for (const auto row : rows) page.push_back(read_notification(row, sealer));
    return page;
}

}  // namespace herald::notifications

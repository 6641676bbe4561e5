#include "inbound/inbound_store.h"

#include "base/json_writer.h"
#include "inbound/inbound_sql.h"
#include "recipients/phone_number.h"

namespace herald::inbound {
namespace {

constexpr std::string_view content_context = "inbound_sms.content";

std::string callback_body(const Uuid& id, const std::string& source, const std::string& destination,
                          const InboundText& text, Timestamp date) {
    std::string body;
    JsonWriter(body)
        .begin_object()
        .member("id", id)
        .member("source_number", source)
        .member("destination_number", destination)
        .member("message", text.content)
        .member("date_received", date)
        .end_object();
    return body;
}

}  // namespace

std::string open_content(const crypto::Sealer& sealer, std::string_view sealed, std::string_view context) {
    auto content = sealer.open(sealed, context);
    if (!content) throw db::StoreError("a received text was sealed under a secret that this process does not have");
    return std::move(*content);
}

std::string_view to_text(Outcome outcome) {
    switch (outcome) {
        case Outcome::stored:
            return "stored";
        case Outcome::repeated:
            return "repeated";
        case Outcome::unwanted:
            return "unwanted";
        case Outcome::incomplete:
            return "incomplete";
    }
    return {};
}

bool is_wanted(db::Transaction& tx, std::string_view number) {
    return !tx.query(sql::inbound_number_wanted, {number}).empty();
}

Outcome accept(db::Transaction& tx, const crypto::Sealer& sealer, IdSource& ids, Timestamp now, const InboundText& text,
               callbacks::Outbox& outbox) {
    const auto owner = tx.query(sql::inbound_number_owner, {text.destination});
    if (owner.empty()) return Outcome::unwanted;
    const auto number = owner[0].get<std::string>(0);
    const Uuid service = owner[0].get<Uuid>(1);
    const std::string sender = recipients::normalise_sms_sender(text.sender);
    const Timestamp date = text.provider_date.value_or(now);
    if (!text.reference.empty() || text.provider_date) {
        const auto alike = tx.query(sql::inbound_sms_alike, {service, sender, text.provider, text.reference, date});
        for (const auto row : alike)
            if (open_content(sealer, row.get<db::Blob>(0).bytes, content_context) == text.content)
                return Outcome::repeated;
    }

    const Uuid id = ids.next_ordered();
    const std::string sealed = sealer.seal(text.content, content_context);
    const auto reference = text.reference.empty() ? db::Value(std::nullopt) : db::Value(text.reference);
    tx.execute(sql::insert_inbound_sms,
               {id, service, number, sender, text.provider, reference, date, db::Blob{sealed}, now});
    if (outbox.wants(service, "inbound_sms"))
        outbox.add(service, id, "inbound_sms", callback_body(id, sender, number, text, date));
    return Outcome::stored;
}

std::vector<StoredText> list(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id,
                             const Page& page) {
    Timestamp before = end_of_time;
    if (page.older_than) {
        const auto mark = tx.query(sql::inbound_sms_created_at, {*page.older_than});
        if (mark.empty()) return {};
        before = mark[0].get<Timestamp>(0);
    }
    std::vector<StoredText> texts;
    const auto rows = tx.query(sql::inbound_sms_of_service,
                               {service_id, page.since, before, page.older_than.value_or(Uuid{}), page.size});
    for (const auto row : rows)
        texts.push_back({row.get<Uuid>(0), row.get<std::string>(1), row.get<std::string>(2), row.get<Timestamp>(3),
                         open_content(sealer, row.get<db::Blob>(4).bytes, content_context)});
    return texts;
}

}  // namespace herald::inbound

#include "receipts/applier.h"

#include <unordered_map>

#include "receipts/message_parts.h"
#include "receipts/receipts_sql.h"
#include "receipts/status_callback.h"

namespace herald::receipts {

using notifications::Status;

namespace {

std::optional<notifications::Notification> first(const db::Rows& rows) {
    if (rows.empty()) return std::nullopt;
    return read_message(rows[0]);
}

}  // namespace

std::vector<std::optional<notifications::Notification>> Applier::find_live(std::span<const Receipt> receipts) {
    // Rows are locked in one order by everybody, or two batches could wait for each other for ever.
    std::vector<std::size_t> by_id, by_reference;
    for (std::size_t i = 0; i < receipts.size(); ++i) {
        if (receipts[i].key == Receipt::Key::provider_reference) by_reference.push_back(i);
        else if (Uuid::parse(receipts[i].reference)) by_id.push_back(i);
    }
    const auto ascending = [&](std::size_t a, std::size_t b) { return receipts[a].reference < receipts[b].reference; };
    std::sort(by_id.begin(), by_id.end(), ascending);
    std::sort(by_reference.begin(), by_reference.end(), ascending);

    std::vector<std::optional<Message>> found(receipts.size());
    const auto look_up = [&](const std::vector<std::size_t>& wanted, const db::Statement& statement, auto key) {
        std::vector<db::Params> params;
        params.reserve(wanted.size());
        for (const std::size_t i : wanted) params.push_back({key(receipts[i])});
        if (params.empty()) return;
        const auto results = tx_.query_many(statement, params);
        for (std::size_t n = 0; n < wanted.size(); ++n) found[wanted[n]] = first(results[n]);
    };
    look_up(by_id, sql::message_for_receipt_by_id,
            [](const Receipt& r) { return db::Value(*Uuid::parse(r.reference)); });
    look_up(by_reference, sql::message_for_receipt_by_reference,
            [](const Receipt& r) { return db::Value(r.reference); });
    return found;
}

void Applier::find_by_own_id(std::vector<Receipt>& receipts, std::vector<std::optional<Message>>& found) {
    for (std::size_t i = 0; i < receipts.size(); ++i) {
        if (found[i] || !receipts[i].notification_id || receipts[i].key == Receipt::Key::notification_id) continue;
        found[i] = first(tx_.query(sql::message_for_receipt_by_id, {*receipts[i].notification_id}));
        if (!found[i]) continue;
        receipts[i].key = Receipt::Key::notification_id;
        receipts[i].reference = receipts[i].notification_id->to_string();
    }
}

std::vector<std::string> Applier::resolve_parts(std::vector<Receipt>& receipts) {
    std::vector<std::string> parts(receipts.size()), references;
    std::vector<std::size_t> at;
    for (std::size_t i = 0; i < receipts.size(); ++i) {
        if (receipts[i].key != Receipt::Key::provider_reference || !sends_parts(receipts[i].provider)) continue;
        references.push_back(receipts[i].reference);
        at.push_back(i);
    }
    const auto messages = messages_of_parts(tx_, references);
    for (std::size_t n = 0; n < at.size(); ++n) {
        if (!messages[n]) continue;
        parts[at[n]] = std::exchange(receipts[at[n]].reference, messages[n]->to_string());
        receipts[at[n]].key = Receipt::Key::notification_id;
    }
    return parts;
}

Applied Applier::apply_to(Receipt receipt, const std::string& part, Message& message, bool archived) {
    if (!part.empty()) {
        const std::optional<Status> whole = note_part(tx_, message.id, part, receipt.status);
        if (!whole) {
            Applied applied;
            applied.result = Applied::Result::part;
            applied.message = message;
            applied.new_status = receipt.status;
            return applied;
        }
        receipt.status = *whole;
    }
    return judge_and_change(receipt, message, archived);
}

std::optional<notifications::Notification> Applier::find_archived(const Receipt& receipt) {
    if (receipt.key == Receipt::Key::provider_reference)
        return first(tx_.query(sql::archived_message_for_receipt_by_reference, {receipt.reference}));
    const auto id = Uuid::parse(receipt.reference);
    return id ? first(tx_.query(sql::archived_message_for_receipt_by_id, {*id})) : std::nullopt;
}

std::vector<Applied> Applier::apply(std::span<const Receipt> receipts) {
    // Email carries our own id as well (S-084): where the provider's reference is not stored yet, the id finds the
    // message, and the receipt counts as one by id, which a message may take while it is still created.
    std::vector<Receipt> keyed(receipts.begin(), receipts.end());
    const std::vector<std::string> parts = resolve_parts(keyed);
    auto found = find_live(keyed);
    find_by_own_id(keyed, found);
    receipts = keyed;
    // Two receipts for one message in one batch: the second sees what the first has made of it.
    std::unordered_map<Uuid, std::size_t> first_of;
    std::vector<Applied> applied;
    applied.reserve(receipts.size());
    for (std::size_t i = 0; i < receipts.size(); ++i) {
        if (found[i]) {
            const std::size_t at = first_of.try_emplace(found[i]->id, i).first->second;
            applied.push_back(apply_to(receipts[i], parts[i], *found[at], false));
        } else if (auto archived = find_archived(receipts[i])) {
            applied.push_back(apply_to(receipts[i], parts[i], *archived, true));
        } else {
            applied.push_back(not_found(receipts[i]));
        }
    }
    write_changes();
    return applied;
}

Applied Applier::judge_and_change(const Receipt& receipt, Message& message, bool archived) {
    Applied applied;
    applied.message = message;
    applied.archived = archived;
    applied.new_status = refined_status(receipt, message);
    switch (judge(receipt, message)) {
        case Verdict::duplicate:
            applied.result = Applied::Result::duplicate;
            return applied;
        case Verdict::ignored:
            applied.result = Applied::Result::ignored;
            return applied;
        case Verdict::apply:
            break;
    }
    applied.result = Applied::Result::applied;
    const Status from = message.status;
    changes_.push_back({message.id, from, applied.new_status, receipt.provider, archived});
    message.status = applied.new_status;
    message.updated_at = now_;
    if (!message.sent_by) message.sent_by = receipt.provider;
    counts_.moved(message, from);
    if (!archived) count_time(message);
    if (applied.new_status != Status::pending) add_status_callback(outbox_, message, archived);
    return applied;
}

/// What the balance between providers looks at (S-080): text messages that were delivered, test keys' left out.
void Applier::count_time(const Message& message) {
    if (message.status != Status::delivered || message.channel != notifications::Channel::sms ||
        message.key_type == services::KeyType::test)
        return;
    const Duration took = message.sent_at ? now_ - *message.sent_at : Duration{};
    times_.delivered(*message.sent_by, message.created_at, took);
}

Applied Applier::not_found(const Receipt& receipt) {
    Applied applied;
    applied.new_status = receipt.status;
    const bool young = !receipt.message_time || now_ - *receipt.message_time < options_.early_window;
    if (receipt.key != Receipt::Key::provider_reference || !young) return applied;
    applied.result = Applied::Result::parked;
    tx_.execute(sql::park_receipt, {ids_.next_ordered(), receipt.reference, to_text(receipt.status), receipt.provider,
                                    receipt.detail_code, now_});
    return applied;
}

void Applier::write_changes() {
    // A message that changed twice in one batch is written twice, in order: each step checks the one before it.
    std::vector<db::Params> live, archived;
    for (const auto& change : changes_)
        (change.archived ? archived : live)
            .push_back({change.id, to_text(change.from), to_text(change.to), change.provider, now_});
    if (!live.empty()) tx_.post_many(sql::set_status_by_receipt, live);
    if (!archived.empty()) tx_.post_many(sql::set_archived_status_by_receipt, archived);
    changes_.clear();
    times_.flush(tx_, shard_);
}

std::vector<Applied> Applier::apply_parked(std::span<const std::string> references) {
    if (references.empty() || tx_.query(sql::any_parked_receipt, {}).empty()) return {};
    std::vector<db::Params> params;
    for (const auto& reference : references) params.push_back({reference});
    std::vector<Receipt> freed;
    const auto results = tx_.query_many(sql::take_parked_receipts, params);
    for (std::size_t i = 0; i < references.size(); ++i) {
        for (const auto row : results[i]) {
            Receipt receipt;
            receipt.key = Receipt::Key::provider_reference;
            receipt.reference = references[i];
            receipt.status =
                notifications::status_from_text(row.get<std::string_view>(0)).value_or(Status::technical_failure);
            receipt.provider = row.get<std::string>(1);
            receipt.detail_code = row.get<std::optional<std::string>>(2).value_or("");
            receipt.message_time = row.get<Timestamp>(3);
            freed.push_back(std::move(receipt));
        }
    }
    return freed.empty() ? std::vector<Applied>{} : apply(freed);
}

}  // namespace herald::receipts

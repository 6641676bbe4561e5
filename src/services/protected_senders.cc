#include "services/protected_senders.h"

#include "content/sms_sender.h"
#include "services/protected_senders_sql.h"

namespace herald::services {

bool is_protected_sender(db::Transaction& tx, std::string_view sender) {
    return !tx.query(sql::protected_sender, {content::normalise_sms_sender(sender)}).empty();
}

std::optional<Refusal> protect_sender(db::Transaction& tx, std::string_view sender) {
    const std::string normalised = content::normalise_sms_sender(sender);
    if (normalised.empty()) return Refusal{"A sender ID to protect must not be blank"};
    tx.execute(sql::insert_protected_sender, {normalised});
    return {};
}

std::optional<Refusal> unprotect_sender(db::Transaction& tx, std::string_view sender) {
    if (tx.execute(sql::delete_protected_sender, {content::normalise_sms_sender(sender)}) > 0) return {};
    return Refusal{"‘" + std::string(sender) + "’ is not a protected sender ID"};
}

std::vector<std::string> list_protected_senders(db::Transaction& tx, std::string_view after, std::size_t limit) {
    std::vector<std::string> senders;
    for (const auto row : tx.query(sql::list_protected_senders, {after, limit}))
        senders.push_back(row.get<std::string>(0));
    return senders;
}

}  // namespace herald::services

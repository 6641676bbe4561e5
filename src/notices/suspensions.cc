#include "notices/suspensions.h"

#include <vector>

#include "base/log.h"
#include "notices/suspension_text.h"
#include "services/service_store.h"
#include "services/team.h"

namespace herald::notices {
namespace {

void log_told(const ToldSuspension& told) {
    if (told.emails > 0)
        log::info("callback_suspension_told", "A service's team is told that its endpoint is not called any more",
                  {{"service_id", told.service_id}, {"callback_type", told.callback_type}, {"emails", told.emails}});
    else
        log::warning("callback_suspended_nobody_told",
                     "An endpoint is not called any more, and its service has no active member who could be told",
                     {{"service_id", told.service_id}, {"callback_type", told.callback_type}});
}

}  // namespace

std::optional<ToldSuspension> tell_of_suspension(db::Transaction& tx, const SuspensionParts& parts,
                                                 const SuspensionOptions& options, Timestamp now) {
    auto suspension = callbacks::take_untold_suspension(tx, now);
    if (!suspension) return std::nullopt;
    ToldSuspension told{suspension->endpoint.service_id, suspension->endpoint.type};
    const auto service_name = services::read_service_name(tx, told.service_id);
    if (!service_name) return told;
    const SuspensionFacts facts{options.own.name, *service_name, std::move(*suspension), options.days_kept};
    std::vector<Mail> mails;
    for (const auto& [name, email_address] : services::list_active_team(tx, told.service_id))
        mails.push_back({email_address, suspension_personalisation(facts, name)});
    const OwnMail mail({parts.ids, parts.sealer, options.own, options.count_shard});
    told.emails = mail.send(tx, suspension_wording, mails, now);
    return told;
}

Task<std::size_t> tell_of_suspensions(SuspensionParts parts, SuspensionOptions options, Timestamp at) {
    std::size_t all = 0;
    while (true) {
        const auto told = co_await parts.store.write(
            parts.loop, [&](db::Transaction& tx) { return tell_of_suspension(tx, parts, options, at); });
        if (!told) co_return all;
        all += told->emails;
        log_told(*told);
    }
}

}  // namespace herald::notices

#include "receipts/rules.h"

#include "receipts/formats/firetext.h"
#include "recipients/international_sms.h"

namespace herald::receipts {

using notifications::Channel;
using notifications::Status;

Status refined_status(const Receipt& receipt, const notifications::Notification& message) {
    if (receipt.provider == "firetext" && message.sent_by.value_or("firetext") == "firetext")
        return refine_firetext(receipt, message.status).status;
    return receipt.status;
}

Verdict judge(const Receipt& receipt, const notifications::Notification& message) {
    const Status now = message.status;
    const bool is_email_by_reference =
        receipt.key == Receipt::Key::provider_reference && message.channel == Channel::email;
    const bool open = now == Status::sending || now == Status::pending ||
                      (!is_email_by_reference &&
                       (now == Status::created || now == Status::sent || now == Status::pending_virus_check));
    if (!open) return Verdict::duplicate;
    if (message.channel == Channel::sms && message.international &&
        !recipients::reports_delivery(message.phone_prefix.value_or(""), message.international))
        return Verdict::ignored;
    // A provider that repeats what is already so has told nothing new.
    return refined_status(receipt, message) == now ? Verdict::duplicate : Verdict::apply;
}

Verdict judge_letter(const notifications::Notification& letter, Status new_status) {
    const bool is_open = letter.status == Status::created || letter.status == Status::sending;
    const bool was_printed_after_all =
        letter.status == Status::technical_failure && !letter.sent_by && new_status == Status::delivered;
    return is_open || was_printed_after_all ? Verdict::apply : Verdict::duplicate;
}

}  // namespace herald::receipts

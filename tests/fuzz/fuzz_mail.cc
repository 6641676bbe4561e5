// What comes in by LMTP: a conversation, and the mails in it as reports.

#include <cstdlib>

#include "mail/lmtp_session.h"
#include "mail/report.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace herald::mail;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)read_report(text);
    LmtpSession session("host", [](std::string_view recipient) { return recipient.size() % 2 == 0; }, {100, 3, 500});
    session.feed(text);
    std::size_t steps = 0;
    while (const auto step = session.next()) {
        if (++steps > size + 1) std::abort();
        if (step->mail && (step->mail->content.size() > 600 || step->mail->recipients.empty())) std::abort();
        if (step->mail) (void)read_report(step->mail->content);
        if (step->ends) break;
    }
    return 0;
}

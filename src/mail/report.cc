#include "mail/report.h"

#include <algorithm>

#include "base/text.h"
#include "mail/mime_reader.h"

namespace herald::mail {
namespace {

using Result = DeliveryReport::Result;

/// `5.1.1 (unknown user)` → `5.1.1`; empty when it has not that form.
std::string status_code(std::string_view field) {
    const std::string_view code = field.substr(0, field.find_first_not_of("0123456789."));
    const bool good = code.size() >= 5 && code.size() <= 9 && std::ranges::count(code, '.') == 2 && code[1] == '.' &&
                      (code[0] == '2' || code[0] == '4' || code[0] == '5');
    return good ? std::string(code) : "";
}

/// The fields of each recipient stand in groups after those of the message.
std::optional<DeliveryReport> read_delivery_status(std::string_view body) {
    std::optional<DeliveryReport> worst;
    for (int groups = 0; !body.empty() && groups < 100; ++groups) {
        std::string_view rest;
        const HeaderFields group = HeaderFields::read(body, rest);
        body = rest;
        const auto judged = judge(group.get("action"), group.get("status"));
        if (judged && (!worst || judged->result > worst->result)) worst = judged;
    }
    return worst;
}

ComplaintReport read_feedback(const HeaderFields& report, std::string_view body) {
    std::string_view rest;
    const HeaderFields feedback = HeaderFields::read(body, rest);
    ComplaintReport complaint;
    complaint.type = main_value(feedback.get("feedback-type"));
    complaint.report_id = report.get("message-id");
    return complaint;
}

}  // namespace

std::optional<DeliveryReport> judge(std::string_view action_field, std::string_view status_field) {
    const std::string action = main_value(action_field), status = status_code(status_field);
    if (action == "delivered" || action == "relayed" || action == "expanded")
        return DeliveryReport{Result::delivered, status};
    if (action == "delayed") return DeliveryReport{Result::delayed, status};
    if (action != "failed") return std::nullopt;
    const bool mailbox_full = status == "5.2.2";
    const bool expired = status.ends_with(".4.7");
    const bool temporary = mailbox_full || expired || status.starts_with('4');
    return DeliveryReport{temporary ? Result::temporary_failure : Result::permanent_failure, status};
}

Report read_report(std::string_view message) {
    Report report;
    HeaderFields headers;
    const auto parts = read_parts(message, headers);
    for (const MimePart& part : parts) {
        if (part.type == "message/delivery-status" && !report.delivery)
            report.delivery = read_delivery_status(part.body);
        if (part.type == "message/feedback-report" && !report.complaint)
            report.complaint = read_feedback(headers, part.body);
    }
    if (!report.complaint) return report;
    for (const MimePart& part : parts) {
        if (part.type != "message/rfc822" && part.type != "text/rfc822-headers") continue;
        std::string_view rest;
        const HeaderFields original = HeaderFields::read(part.body, rest);
        report.complaint->token = original.get(text::to_lower_ascii(token_header));
    }
    return report;
}

}  // namespace herald::mail

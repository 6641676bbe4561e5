#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace herald::mail {

/// What became of a mail, as a delivery status notification (RFC 3464) says it.
struct DeliveryReport {
    enum class Result { delivered, delayed, temporary_failure, permanent_failure };
    Result result = Result::delayed;
    std::string status;  ///< `5.1.1`
};

/// Somebody's complaint about a mail, in the Abuse Reporting Format (RFC 5965).
struct ComplaintReport {
    std::string type;       ///< abuse, fraud, virus, other, not-spam, auth-failure
    std::string report_id;  ///< the report's own Message-ID; empty: it has none
    std::string token;      ///< of the header that we put into the message (see ReturnPath); empty: it was left out
};

/// The header of a message in which its token stands.
inline constexpr std::string_view token_header = "X-Herald-Token";

/// What a mail to one of our return paths or to the address for complaints is. Anything else (an out-of-office answer,
/// free text) is neither. No input throws.
struct Report {
    std::optional<DeliveryReport> delivery;
    std::optional<ComplaintReport> complaint;
};
Report read_report(std::string_view message);

/// Contract providers §19.4: Action and Status of one recipient. Null for an action that there is not.
std::optional<DeliveryReport> judge(std::string_view action, std::string_view status);

}  // namespace herald::mail

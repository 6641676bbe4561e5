// Whatever is posted to the receipt endpoints, which anybody can reach: every format is tried on every input.

#include <cstdlib>

#include "crypto/sns_signature.h"
#include "receipts/formats/firetext.h"
#include "receipts/formats/http_sms.h"
#include "receipts/formats/letter_status.h"
#include "receipts/formats/mmg.h"
#include "receipts/formats/ses.h"
#include "receipts/formats/twilio.h"

namespace {

/// A refusal must be one that the routes may answer with.
void check(const herald::receipts::FormatError& error) {
    if (error.status < 400 || error.status > 599 || error.body.empty()) std::abort();
}

template <class Result>
void check_refusal(const Result& result) {
    if (const auto* error = std::get_if<herald::receipts::FormatError>(&result)) check(*error);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace herald::receipts;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check_refusal(parse_mmg_receipt(text));
    check_refusal(parse_firetext_receipt(text));
    check_refusal(parse_ses_message(text));
    check_refusal(parse_twilio_receipt(text));
    check_refusal(parse_letter_status(text, "26785a09-ab16-4eb0-8407-a37497a57506"));
    HttpReceiptFormat format;
    format.id = "/a/0";
    format.status = "/s";
    format.error = "/e~1";
    check_refusal(parse_http_receipts(text, format));
    format = {};
    format.is_form = true;
    format.id = "id";
    format.status = "status";
    check_refusal(parse_http_receipts(text, format));
    if (const auto envelope = herald::crypto::parse_sns_envelope(text))
        check_refusal(parse_ses_message(envelope->message));
    return 0;
}

// Whatever strangers send as a token: it is read or refused, and no token is accepted whose signature was not made with
// the secret.

#include <cstdlib>

#include "crypto/jwt.h"
#include "crypto/old_signature.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace herald::crypto;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    static const OldSignature former("3f6c1b0e-1a57-4f2c-8f0d-5c1f5b0c9f3a", "salt");
    if (former.read(text) || former.read_timed(text)) std::abort();
    const auto token = parse_token(text);
    if (!token) return 0;
    constexpr herald::Timestamp now{1'700'000'000'000'000};
    if (verify_token(*token, "aa7a1c0c-5d1e-4a3b-9c0f-2f6a1b3c4d5e", now) == TokenVerdict::accepted) std::abort();
    return 0;
}
